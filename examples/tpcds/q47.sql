WITH weeks AS (
  SELECT i_category, d_week_seq, sum(ss_sales_price) AS sum_sales
  FROM tpcds.item JOIN tpcds.store_sales ON ss_item_sk = i_item_sk JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk
  WHERE d_year = 2000
  GROUP BY i_category, d_week_seq
), ranked AS (
  SELECT i_category, d_week_seq, sum_sales, sum(sum_sales) OVER (PARTITION BY i_category) AS all_sales,
    count(*) OVER (PARTITION BY i_category) AS all_weeks, row_number() OVER (PARTITION BY i_category ORDER BY d_week_seq) AS rn
  FROM weeks
)
SELECT now.i_category, now.d_week_seq, now.sum_sales, before.sum_sales AS psum, after.sum_sales AS nsum
FROM ranked now JOIN ranked before ON now.i_category = before.i_category AND now.rn = before.rn + 1
JOIN ranked after ON now.i_category = after.i_category AND now.rn = after.rn - 1
WHERE abs(now.sum_sales * now.all_weeks - now.all_sales) * 10 > now.all_sales;
