WITH kept AS (
  SELECT ss_item_sk, ss_customer_sk, sum(ss_quantity) AS qty, sum(ss_ext_wholesale_cost) AS wc, sum(ss_ext_sales_price) AS sp
  FROM tpcds.store_sales LEFT JOIN tpcds.store_returns ON sr_ticket_number = ss_ticket_number AND sr_item_sk = ss_item_sk
  WHERE sr_ticket_number IS NULL
  GROUP BY ss_item_sk, ss_customer_sk
)
SELECT i_category, count(*) AS pairs, sum(qty) AS qty, sum(wc) AS wc, sum(sp) AS sp
FROM kept JOIN tpcds.item ON ss_item_sk = i_item_sk
GROUP BY i_category;
