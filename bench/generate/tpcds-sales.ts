import { money } from './workload.js';

/** Rows of the tables that sales refer to, and numbers of sales. */
export interface Sizes {
  readonly items: number;
  readonly customers: number;
  readonly addresses: number;
  readonly tickets: number;
  readonly orders: number;
  readonly stores: number;
  readonly demographics: number;
  readonly promotions: number;
  readonly reasons: number;
}

/** SQL for the key of a date in `date_dim`: its Julian number. */
export const dayKey = (date: string): string => `(2415022 + date_diff('day', DATE '1900-01-02', ${date}))::INTEGER`;

const cents = (number: string): string => money(number, 7);
/** Foreign keys that 4.5 % of the rows do not have, as in TPC-DS. */
const nullable = (key: string, draw: string): string => `CASE WHEN ${draw} % 1000 >= 45 THEN (${key})::INTEGER END`;
const keyOf = (draw: string, size: number): string => `1 + ${draw} % ${size}`;
/** Low numbers are drawn more often: few are sold much, many little. */
const skewed = (first: string, second: string, size: number): string =>
  `(${first} % ${size}) * (${second} % ${size}) // ${size}`;

/** 61 days from the 15th of October 2000; from November on, each has twice the sales. */
const soldDay = (draw: string): string =>
  `DATE '2000-10-15' + (CASE WHEN ${draw} % 105 < 17 THEN ${draw} % 105 ELSE 17 + (${draw} % 105 - 17) // 2 END)::INTEGER`;

/** The lines of sales: 8 to 16 items each, with what they cost in cents. */
const lines = (sales: string, salt: number, items: number): string => {
  const draw = (more: number): string => `hash(sale, line, ${salt + more})`;
  return `SELECT *, (1 + (first_item + line) % ${items})::INTEGER AS item, 1 + (${draw(1)} % 100)::BIGINT AS quantity,
      100 + (${draw(2)} % 9901)::BIGINT AS wholesale, wholesale * (100 + (${draw(3)} % 101)::BIGINT) // 100 AS list,
      list * (${draw(4)} % 101)::BIGINT // 100 AS price,
      CASE WHEN ${draw(5)} % 5 = 0 THEN quantity * price * (${draw(6)} % 101)::BIGINT // 100 ELSE 0 END AS coupon,
      quantity * price - coupon AS paid, paid * (${draw(7)} % 10)::BIGINT // 100 AS tax
    FROM (${sales}), LATERAL (SELECT unnest(range(1, (9 + hash(sale, ${salt}) % 9)::BIGINT)) AS line)`;
};

/** Stores are open from 8 to 21 o'clock, and fullest at 2 in the afternoon. */
const ticketLines = ({ items, customers, addresses, tickets, stores, demographics }: Sizes): string =>
  lines(
    `SELECT i AS sale, ${soldDay('hash(i, 141)')} AS day, (8 + hash(i, 142) % 7 + hash(i, 143) % 7)::INTEGER AS hour,
      ${skewed('hash(i, 144)', 'hash(i, 145)', items)} AS first_item, ${keyOf('hash(i, 146)', customers)} AS customer,
      ${keyOf('hash(i, 147)', addresses)} AS address, ${keyOf('hash(i, 148)', stores)} AS store, ${keyOf('hash(i, 149)', demographics)} AS demographic,
      hour * 3600 + hash(i, 150) % 3600 AS second FROM range(1, ${tickets + 1}) t(i)`,
    151,
    items,
  );

/** A line of a ticket a row; the key of a day or of a time may be missing, the partition is always known. */
export const storeSales = (sizes: Sizes): string => `
  SELECT ${nullable(dayKey('day'), 'hash(sale, line, 160)')} AS ss_sold_date_sk, ${nullable('second', 'hash(sale, line, 161)')} AS ss_sold_time_sk,
    item AS ss_item_sk, ${nullable('customer', 'hash(sale, line, 162)')} AS ss_customer_sk, ${nullable('demographic', 'hash(sale, line, 163)')} AS ss_hdemo_sk,
    ${nullable('address', 'hash(sale, line, 164)')} AS ss_addr_sk, ${nullable('store', 'hash(sale, line, 165)')} AS ss_store_sk,
    ${nullable(keyOf('hash(sale, line, 166)', sizes.promotions), 'hash(sale, line, 167)')} AS ss_promo_sk, sale AS ss_ticket_number,
    quantity::INTEGER AS ss_quantity, ${cents('wholesale')} AS ss_wholesale_cost, ${cents('list')} AS ss_list_price, ${cents('price')} AS ss_sales_price,
    ${cents('quantity * price')} AS ss_ext_sales_price, ${cents('quantity * wholesale')} AS ss_ext_wholesale_cost,
    ${cents('quantity * list')} AS ss_ext_list_price, ${cents('tax')} AS ss_ext_tax, ${cents('coupon')} AS ss_coupon_amt, ${cents('paid')} AS ss_net_paid,
    ${cents('paid - quantity * wholesale')} AS ss_net_profit, strftime(day, '%Y-%m-%d') AS ss_day, lpad(hour::VARCHAR, 2, '0') AS ss_hour
  FROM (${ticketLines(sizes)})`;

/** A tenth of the lines sold in stores comes back within 90 days, some of it in part. */
export const storeReturns = (sizes: Sizes): string => `
  SELECT ${nullable(dayKey('returned'), 'hash(sale, line, 170)')} AS sr_returned_date_sk, item AS sr_item_sk,
    ${nullable('customer', 'hash(sale, line, 171)')} AS sr_customer_sk, ${nullable('store', 'hash(sale, line, 172)')} AS sr_store_sk,
    ${nullable(keyOf('hash(sale, line, 173)', sizes.reasons), 'hash(sale, line, 174)')} AS sr_reason_sk, sale AS sr_ticket_number,
    back::INTEGER AS sr_return_quantity, ${cents('back * price')} AS sr_return_amt, ${cents('50 + hash(sale, line, 175) % 9951')} AS sr_fee,
    strftime(returned, '%Y-%m-%d') AS sr_day
  FROM (SELECT *, day + (1 + hash(sale, line, 176) % 90)::INTEGER AS returned, 1 + (hash(sale, line, 177) % quantity)::BIGINT AS back
    FROM (${ticketLines(sizes)}) WHERE hash(sale, line, 178) % 10 = 0)`;

/** A line of an order a row; few customers order much. */
export const webSales = ({ items, customers, addresses, orders, promotions }: Sizes): string => {
  const sales = `SELECT i AS sale, ${soldDay('hash(i, 200)')} AS day, hash(i, 201) % 86400 AS second,
    ${skewed('hash(i, 202)', 'hash(i, 203)', items)} AS first_item, 1 + ${skewed('hash(i, 204)', 'hash(i, 205)', customers)} AS customer,
    ${keyOf('hash(i, 206)', addresses)} AS address FROM range(1, ${orders + 1}) t(i)`;
  return `
    SELECT ${nullable(dayKey('day'), 'hash(sale, line, 220)')} AS ws_sold_date_sk, ${nullable('second', 'hash(sale, line, 221)')} AS ws_sold_time_sk,
      ${nullable(`${dayKey('day')} + 1 + hash(sale, line, 222) % 120`, 'hash(sale, line, 223)')} AS ws_ship_date_sk, item AS ws_item_sk,
      ${nullable('customer', 'hash(sale, line, 224)')} AS ws_bill_customer_sk, ${nullable('address', 'hash(sale, line, 225)')} AS ws_bill_addr_sk,
      ${nullable(keyOf('hash(sale, line, 226)', promotions), 'hash(sale, line, 227)')} AS ws_promo_sk, sale AS ws_order_number,
      quantity::INTEGER AS ws_quantity, ${cents('price')} AS ws_sales_price, ${cents('quantity * price')} AS ws_ext_sales_price,
      ${cents('paid')} AS ws_net_paid, ${cents('paid - quantity * wholesale')} AS ws_net_profit, strftime(day, '%Y-%m-%d') AS ws_day
    FROM (${lines(sales, 210, items)})`;
};
