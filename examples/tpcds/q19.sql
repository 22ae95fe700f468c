SELECT i_brand_id, i_brand, i_manufact_id, sum(ss_ext_sales_price) AS ext_price
FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk JOIN tpcds.item ON ss_item_sk = i_item_sk
JOIN tpcds.customer ON ss_customer_sk = c_customer_sk JOIN tpcds.customer_address ON c_current_addr_sk = ca_address_sk
JOIN tpcds.store ON ss_store_sk = s_store_sk
WHERE i_manager_id <= 30 AND d_moy = 11 AND d_year = 2000 AND ca_zip <> s_zip
GROUP BY i_brand_id, i_brand, i_manufact_id
ORDER BY ext_price DESC, i_brand_id, i_manufact_id
LIMIT 100;
