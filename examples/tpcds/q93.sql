WITH sold AS (
  SELECT ss_customer_sk, ss_item_sk,
    CASE WHEN sr_return_quantity IS NOT NULL THEN (ss_quantity - sr_return_quantity) * ss_sales_price
      ELSE ss_quantity * ss_sales_price END AS act_sales
  FROM tpcds.store_sales LEFT JOIN tpcds.store_returns ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
  LEFT JOIN tpcds.reason ON sr_reason_sk = r_reason_sk
  WHERE r_reason_desc IS NULL OR r_reason_desc <> 'reason 28'
)
SELECT ss_customer_sk, sum(act_sales) AS sumsales
FROM sold
WHERE ss_customer_sk IS NOT NULL
GROUP BY ss_customer_sk
ORDER BY sumsales DESC, ss_customer_sk
LIMIT 100;
