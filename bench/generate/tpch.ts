import { fileOf, money, oneOf } from './workload.js';
import type { Workload, WorkloadTable } from './workload.js';

/** Rows at scale 1, as TPC-H has them. */
const SUPPLIERS = 10_000;
const CUSTOMERS = 150_000;
const PARTS = 200_000;
const ORDERS = 1_500_000;

const cents = (draw: string): string => money(draw, 15);

const SEGMENTS = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'];
const PRIORITIES = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'];
const MODES = ['AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK'];
const TYPES = ['ECONOMY BRASS', 'LARGE STEEL', 'MEDIUM TIN', 'PROMO COPPER', 'PROMO NICKEL', 'SMALL STEEL'];
const REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];

/**
 * Tables with the names, keys and value ranges of TPC-H, drawn by hashes instead of its generator: the same scale gives the same rows,
 * and no result of TPC-H. `lineitem` is partitioned by ship month; each month has a file for each of `batches` loads, as hourly ones leave a table.
 */
export const tpch: Workload = { name: 'tpch', batches: 24, tables };

function tables(scale: number, batches: number): WorkloadTable[] {
  const count = (rows: number): number => Math.max(1, Math.round(rows * scale));
  const [suppliers, customers, parts, orders] = [SUPPLIERS, CUSTOMERS, PARTS, ORDERS].map(count) as [
    number,
    number,
    number,
    number,
  ];
  const whole = (name: string, query: string): WorkloadTable => ({ name, query });
  return [
    whole('region', `SELECT i::INTEGER AS r_regionkey, ${oneOf(REGIONS, 'i')} AS r_name FROM range(5) t(i)`),
    whole(
      'nation',
      `SELECT i::INTEGER AS n_nationkey, 'NATION ' || i AS n_name, (i % 5)::INTEGER AS n_regionkey FROM range(25) t(i)`,
    ),
    whole(
      'supplier',
      `SELECT i AS s_suppkey, 'Supplier ' || i AS s_name, (hash(i, 1) % 25)::INTEGER AS s_nationkey,
      ${cents('hash(i, 2) % 1000000')} AS s_acctbal FROM range(1, ${suppliers + 1}) t(i)`,
    ),
    whole(
      'customer',
      `SELECT i AS c_custkey, 'Customer ' || i AS c_name, (hash(i, 3) % 25)::INTEGER AS c_nationkey,
      ${cents('hash(i, 4) % 1000000')} AS c_acctbal, ${oneOf(SEGMENTS, 'hash(i, 5)')} AS c_mktsegment FROM range(1, ${customers + 1}) t(i)`,
    ),
    whole(
      'part',
      `SELECT i AS p_partkey, 'part ' || i AS p_name, 'Brand#' || (11 + hash(i, 6) % 45) AS p_brand,
      ${oneOf(TYPES, 'hash(i, 7)')} AS p_type, (1 + hash(i, 8) % 50)::INTEGER AS p_size FROM range(1, ${parts + 1}) t(i)`,
    ),
    {
      name: 'orders',
      query: `SELECT *, strftime(o_orderdate, '%Y-%m') AS o_month FROM (${ordersQuery(orders, customers)})`,
      partitionBy: ['o_month'],
    },
    {
      name: 'lineitem',
      query: lineitemQuery(ordersQuery(orders, customers), parts, suppliers, batches),
      partitionBy: ['l_month'],
      fileBy: 'batch',
    },
  ];
}

const ordersQuery = (orders: number, customers: number): string => `
  SELECT i AS o_orderkey, (1 + hash(i, 10) % ${customers})::BIGINT AS o_custkey, ${oneOf(['F', 'O', 'P'], 'hash(i, 11)')} AS o_orderstatus,
    ${cents('100000 + hash(i, 12) % 40000000')} AS o_totalprice, DATE '1992-01-01' + (hash(i, 13) % 2406)::INTEGER AS o_orderdate,
    ${oneOf(PRIORITIES, 'hash(i, 14)')} AS o_orderpriority, 0::INTEGER AS o_shippriority FROM range(1, ${orders + 1}) t(i)`;

const lineitemQuery = (orders: string, parts: number, suppliers: number, batches: number): string => `
  SELECT *, ${cents('l_quantity::BIGINT * (90000 + (l_partkey // 10) % 20001 + 100 * (l_partkey % 1000))')} AS l_extendedprice,
    CASE WHEN l_receiptdate > DATE '1995-06-17' THEN 'N' WHEN hash(l_orderkey, l_linenumber, 28) % 2 = 0 THEN 'R' ELSE 'A' END AS l_returnflag,
    CASE WHEN l_shipdate > DATE '1995-06-17' THEN 'O' ELSE 'F' END AS l_linestatus,
    strftime(l_shipdate, '%Y-%m') AS l_month, ${fileOf('hash(l_orderkey, 29)', batches)} AS batch
  FROM (SELECT *, l_shipdate + (1 + hash(l_orderkey, l_linenumber, 27) % 30)::INTEGER AS l_receiptdate FROM (
    SELECT o_orderkey AS l_orderkey, n::INTEGER AS l_linenumber, (1 + hash(o_orderkey, n, 20) % ${parts})::BIGINT AS l_partkey,
      (1 + hash(o_orderkey, n, 21) % ${suppliers})::BIGINT AS l_suppkey, (1 + hash(o_orderkey, n, 22) % 50)::DECIMAL(15,2) AS l_quantity,
      ${cents('hash(o_orderkey, n, 23) % 11')} AS l_discount, ${cents('hash(o_orderkey, n, 24) % 9')} AS l_tax,
      o_orderdate + (1 + hash(o_orderkey, n, 25) % 121)::INTEGER AS l_shipdate,
      o_orderdate + (30 + hash(o_orderkey, n, 26) % 61)::INTEGER AS l_commitdate, ${oneOf(MODES, 'hash(o_orderkey, n, 30)')} AS l_shipmode
    FROM (${orders}) o, LATERAL (SELECT unnest(range(1, (2 + hash(o_orderkey, 31) % 7)::BIGINT)) AS n)))`;
