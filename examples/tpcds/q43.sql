SELECT s_store_name, s_store_id,
  sum(CASE WHEN d_day_name = 'Sunday' THEN ss_sales_price END) AS sun_sales,
  sum(CASE WHEN d_day_name = 'Monday' THEN ss_sales_price END) AS mon_sales,
  sum(CASE WHEN d_day_name = 'Friday' THEN ss_sales_price END) AS fri_sales,
  sum(CASE WHEN d_day_name = 'Saturday' THEN ss_sales_price END) AS sat_sales
FROM tpcds.date_dim JOIN tpcds.store_sales ON d_date_sk = ss_sold_date_sk JOIN tpcds.store ON s_store_sk = ss_store_sk
WHERE d_year = 2000
GROUP BY s_store_name, s_store_id;
