WITH revenues AS (
  SELECT ss_store_sk, ss_item_sk, sum(ss_sales_price) AS revenue
  FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk
  WHERE d_month_seq BETWEEN 1209 AND 1211 AND ss_store_sk IS NOT NULL
  GROUP BY ss_store_sk, ss_item_sk
), stores AS (
  SELECT ss_store_sk AS store_sk, sum(revenue) AS total, count(*) AS items FROM revenues GROUP BY ss_store_sk
)
SELECT s_store_name, i_item_id, revenue, i_current_price, i_brand
FROM revenues JOIN stores ON ss_store_sk = store_sk JOIN tpcds.store ON ss_store_sk = s_store_sk JOIN tpcds.item ON ss_item_sk = i_item_sk
WHERE revenue * items * 10 <= total * 3
ORDER BY s_store_name, i_item_id, revenue, s_store_sk
LIMIT 100;
