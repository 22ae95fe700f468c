SELECT d_year, i_brand_id, i_brand, sum(ss_ext_sales_price) AS sum_agg
FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk JOIN tpcds.item ON ss_item_sk = i_item_sk
WHERE i_manager_id <= 20 AND d_moy = 11
GROUP BY d_year, i_brand_id, i_brand
ORDER BY d_year, sum_agg DESC, i_brand_id
LIMIT 100;
