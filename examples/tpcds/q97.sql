WITH ssci AS (
  SELECT ss_customer_sk AS customer_sk, ss_item_sk AS item_sk
  FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk WHERE d_year = 2000
  GROUP BY ss_customer_sk, ss_item_sk
), wsci AS (
  SELECT ws_bill_customer_sk AS customer_sk, ws_item_sk AS item_sk
  FROM tpcds.web_sales JOIN tpcds.date_dim ON ws_sold_date_sk = d_date_sk WHERE d_year = 2000
  GROUP BY ws_bill_customer_sk, ws_item_sk
)
SELECT sum(CASE WHEN ssci.customer_sk IS NOT NULL AND wsci.customer_sk IS NULL THEN 1 ELSE 0 END) AS store_only,
  sum(CASE WHEN ssci.customer_sk IS NULL AND wsci.customer_sk IS NOT NULL THEN 1 ELSE 0 END) AS web_only,
  sum(CASE WHEN ssci.customer_sk IS NOT NULL AND wsci.customer_sk IS NOT NULL THEN 1 ELSE 0 END) AS store_and_web
FROM ssci FULL OUTER JOIN wsci ON ssci.customer_sk = wsci.customer_sk AND ssci.item_sk = wsci.item_sk;
