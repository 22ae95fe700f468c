SELECT ca_state, c_preferred_cust_flag, count(*) AS customers, min(c_birth_year), max(c_birth_year)
FROM tpcds.customer JOIN tpcds.customer_address ON c_current_addr_sk = ca_address_sk
WHERE c_customer_sk IN (
    SELECT ss_customer_sk FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk
    WHERE d_year = 2000 AND d_moy = 11 AND ss_customer_sk IS NOT NULL)
  AND c_customer_sk NOT IN (
    SELECT ws_bill_customer_sk FROM tpcds.web_sales JOIN tpcds.date_dim ON ws_sold_date_sk = d_date_sk
    WHERE d_year = 2000 AND d_moy = 11 AND ws_bill_customer_sk IS NOT NULL)
GROUP BY ca_state, c_preferred_cust_flag;
