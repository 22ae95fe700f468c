import { fileOf, oneOf } from './workload.js';
import type { Workload, WorkloadTable } from './workload.js';
import { dayKey, storeReturns, storeSales, webSales } from './tpcds-sales.js';
import type { Sizes } from './tpcds-sales.js';

/**
 * A snowflake of tables with the names, keys, value ranges and nullable foreign keys of TPC-DS, drawn by hashes instead of its generator: the
 * same scale gives the same rows, and no result of TPC-DS. `store_sales` of 61 days are partitioned by day and hour, `store_returns` and `web_sales` by
 * day; each partition has a file for each of `batches` loads.
 */
export const tpcds: Workload = { name: 'tpcds', batches: 4, tables };

/** Tickets buy up to 16 items, none of them twice. */
const FEWEST_ITEMS = 20;

function tables(scale: number, batches: number): WorkloadTable[] {
  const count = (rows: number, least = 1): number => Math.max(least, Math.round(rows * scale));
  // Rows at scale 1 as TPC-DS has them, but for the tables that it does not scale either; a sale has twelve lines.
  const sizes = {
    items: count(18_000, FEWEST_ITEMS),
    customers: count(100_000),
    addresses: count(50_000),
    tickets: count(240_000),
    orders: count(60_000),
    ...FIXED,
  };
  return [
    ...calendar(),
    ...fixedTables(),
    ...scaledTables(sizes),
    {
      name: 'store_sales',
      query: `SELECT *, ${fileOf('hash(ss_ticket_number, 190)', batches)} AS batch FROM (${storeSales(sizes)})`,
      partitionBy: ['ss_day', 'ss_hour'],
      fileBy: 'batch',
    },
    {
      name: 'store_returns',
      query: `SELECT *, ${fileOf('hash(sr_ticket_number, 191)', batches)} AS batch FROM (${storeReturns(sizes)})`,
      partitionBy: ['sr_day'],
      fileBy: 'batch',
    },
    {
      name: 'web_sales',
      query: `SELECT *, ${fileOf('hash(ws_order_number, 192)', batches)} AS batch FROM (${webSales(sizes)})`,
      partitionBy: ['ws_day'],
      fileBy: 'batch',
    },
  ];
}

const FIXED = { stores: 12, demographics: 7200, promotions: 300, reasons: 35 };
const CATEGORIES = ['Books', 'Children', 'Electronics', 'Home', 'Jewelry', 'Men', 'Music', 'Shoes', 'Sports', 'Women'];
const CITIES = ['Midway', 'Fairview', 'Oak Grove', 'Five Points', 'Centerville', 'Liberty', 'Pleasant Hill', 'Salem'];
const STATES = ['AL', 'CA', 'GA', 'IL', 'KS', 'MI', 'MN', 'NC', 'NY', 'OH', 'TN', 'TX', 'VA', 'WA'];
const BUY_POTENTIALS = ['>10000', '5001-10000', '1001-5000', '501-1000', '0-500', 'Unknown'];
const STORE_NAMES = ['ought', 'able', 'pri', 'ese', 'anti', 'cally', 'ation', 'eing', 'bar'];
const FIRST_NAMES = ['Anna', 'Carlos', 'Diane', 'Emil', 'Fatma', 'George', 'Helen', 'Ivan', 'Jane', 'Kofi', 'Mei'];
const LAST_NAMES = ['Brown', 'Garcia', 'Jones', 'Lewis', 'Moore', 'Nguyen', 'Smith', 'Taylor', 'White', 'Young'];
const COUNTRIES = ['UNITED STATES', 'CANADA', 'GERMANY', 'JAPAN', 'KENYA', 'PERU'];

/** Every day from 1900 to 2100 under its Julian number, and every second of a day. */
function calendar(): WorkloadTable[] {
  return [
    {
      name: 'date_dim',
      query: `SELECT ${dayKey('d_date')} AS d_date_sk, d_date, year(d_date)::INTEGER AS d_year, month(d_date)::INTEGER AS d_moy,
        day(d_date)::INTEGER AS d_dom, quarter(d_date)::INTEGER AS d_qoy, dayname(d_date) AS d_day_name,
        ((year(d_date) - 1900) * 12 + month(d_date) - 1)::INTEGER AS d_month_seq, ((i + 1) // 7 + 1)::INTEGER AS d_week_seq,
        CASE WHEN dayofweek(d_date) IN (0, 6) THEN 'Y' ELSE 'N' END AS d_weekend
        FROM (SELECT i, DATE '1900-01-02' + i::INTEGER AS d_date FROM range(73049) t(i))`,
    },
    {
      name: 'time_dim',
      query: `SELECT i::INTEGER AS t_time_sk, (i // 3600)::INTEGER AS t_hour, (i // 60 % 60)::INTEGER AS t_minute,
        (i % 60)::INTEGER AS t_second, CASE WHEN i // 3600 BETWEEN 6 AND 8 THEN 'breakfast' WHEN i // 3600 BETWEEN 11 AND 12 THEN 'lunch'
        WHEN i // 3600 BETWEEN 17 AND 20 THEN 'dinner' END AS t_meal_time FROM range(86400) t(i)`,
    },
  ];
}

function fixedTables(): WorkloadTable[] {
  const { stores, demographics, promotions, reasons } = FIXED;
  return [
    {
      name: 'household_demographics',
      query: `SELECT i::INTEGER AS hd_demo_sk, (1 + i % 20)::INTEGER AS hd_income_band_sk, ${oneOf(BUY_POTENTIALS, 'i // 20')} AS hd_buy_potential,
        (i // 120 % 10)::INTEGER AS hd_dep_count, (i // 1200 % 6 - 1)::INTEGER AS hd_vehicle_count FROM range(1, ${demographics + 1}) t(i)`,
    },
    {
      name: 'promotion',
      query: `SELECT i::INTEGER AS p_promo_sk, 'promo ' || i AS p_promo_name, ${oneOf(['N', 'Y'], 'hash(i, 100)')} AS p_channel_dmail,
        ${oneOf(['N', 'Y'], 'hash(i, 101)')} AS p_channel_event FROM range(1, ${promotions + 1}) t(i)`,
    },
    {
      name: 'reason',
      query: `SELECT i::INTEGER AS r_reason_sk, 'reason ' || i AS r_reason_desc FROM range(1, ${reasons + 1}) t(i)`,
    },
    {
      name: 'store',
      query: `SELECT i::INTEGER AS s_store_sk, 'S' || lpad(i::VARCHAR, 8, '0') AS s_store_id, ${oneOf(STORE_NAMES, 'i')} AS s_store_name,
        ${oneOf(CITIES, 'hash(i, 102)')} AS s_city, ${oneOf(STATES, 'hash(i, 103)')} AS s_state,
        lpad((hash(i, 104) % 100)::VARCHAR, 2, '0') || '604' AS s_zip FROM range(1, ${stores + 1}) t(i)`,
    },
  ];
}

function scaledTables({ items, customers, addresses, demographics }: Sizes): WorkloadTable[] {
  return [
    {
      name: 'item',
      query: `SELECT i::INTEGER AS i_item_sk, 'I' || lpad(i::VARCHAR, 8, '0') AS i_item_id, ${oneOf(CATEGORIES, 'hash(i, 110)')} AS i_category,
        'class ' || (1 + hash(i, 111) % 16) AS i_class, (1 + hash(i, 112) % 500)::INTEGER AS i_brand_id, 'brand ' || i_brand_id AS i_brand,
        (1 + hash(i, 113) % 1000)::INTEGER AS i_manufact_id, (1 + hash(i, 114) % 100)::INTEGER AS i_manager_id,
        ((9 + hash(i, 115) % 9991)::BIGINT::DECIMAL(18,0) / 100)::DECIMAL(7,2) AS i_current_price FROM range(1, ${items + 1}) t(i)`,
    },
    {
      name: 'customer_address',
      query: `SELECT i::INTEGER AS ca_address_sk, ${oneOf(CITIES, 'hash(i, 120)')} AS ca_city, ${oneOf(STATES, 'hash(i, 121)')} AS ca_state,
        lpad((hash(i, 122) % 100)::VARCHAR, 2, '0') || '604' AS ca_zip, 'United States' AS ca_country FROM range(1, ${addresses + 1}) t(i)`,
    },
    {
      name: 'customer',
      query: `SELECT i::INTEGER AS c_customer_sk, 'C' || lpad(i::VARCHAR, 10, '0') AS c_customer_id, ${oneOf(FIRST_NAMES, 'hash(i, 130)')} AS c_first_name,
        ${oneOf(LAST_NAMES, 'hash(i, 131)')} AS c_last_name, (1 + hash(i, 132) % ${addresses})::INTEGER AS c_current_addr_sk,
        CASE WHEN hash(i, 133) % 1000 >= 35 THEN (1 + hash(i, 134) % ${demographics})::INTEGER END AS c_current_hdemo_sk,
        (1924 + hash(i, 135) % 69)::INTEGER AS c_birth_year, ${oneOf(COUNTRIES, 'hash(i, 136)')} AS c_birth_country,
        ${oneOf(['N', 'Y'], 'hash(i, 137)')} AS c_preferred_cust_flag FROM range(1, ${customers + 1}) t(i)`,
    },
  ];
}
