WITH revenues AS (
  SELECT i_item_id, i_class, i_category, i_current_price, sum(ss_ext_sales_price) AS itemrevenue
  FROM tpcds.store_sales JOIN tpcds.item ON ss_item_sk = i_item_sk JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk
  WHERE i_category IN ('Sports', 'Books', 'Home') AND d_date BETWEEN DATE '2000-11-22' AND DATE '2000-12-14'
  GROUP BY i_item_id, i_class, i_category, i_current_price
), classes AS (
  SELECT i_item_id, i_class, i_category, i_current_price, itemrevenue, sum(itemrevenue) OVER (PARTITION BY i_class) AS classrevenue
  FROM revenues
)
SELECT i_item_id, i_class, i_category, i_current_price, itemrevenue, 100.0E0 * itemrevenue / classrevenue AS revenueratio
FROM classes
WHERE classrevenue > 0;
