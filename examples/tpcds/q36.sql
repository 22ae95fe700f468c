WITH margins AS (
  SELECT i_category, i_class, grouping(i_category) + grouping(i_class) AS lochierarchy,
    sum(ss_net_profit) AS profit, sum(ss_ext_sales_price) AS sales
  FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk JOIN tpcds.item ON ss_item_sk = i_item_sk
  JOIN tpcds.store ON ss_store_sk = s_store_sk
  WHERE d_year = 2000
  GROUP BY ROLLUP (i_category, i_class)
)
SELECT i_category, i_class, lochierarchy, 1.0E0 * profit / sales AS gross_margin,
  rank() OVER (PARTITION BY lochierarchy, CASE WHEN lochierarchy = 0 THEN i_category END ORDER BY 1.0E0 * profit / sales) AS rank_within_parent
FROM margins;
