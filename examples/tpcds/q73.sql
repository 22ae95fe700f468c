WITH tickets AS (
  SELECT ss_ticket_number, ss_customer_sk, count(*) AS cnt
  FROM tpcds.store_sales JOIN tpcds.date_dim ON ss_sold_date_sk = d_date_sk JOIN tpcds.store ON ss_store_sk = s_store_sk
  JOIN tpcds.household_demographics ON ss_hdemo_sk = hd_demo_sk
  WHERE d_dom BETWEEN 1 AND 15 AND hd_buy_potential IN ('>10000', 'Unknown') AND hd_vehicle_count > 0
    AND hd_dep_count > hd_vehicle_count
  GROUP BY ss_ticket_number, ss_customer_sk
)
SELECT c_last_name, c_first_name, c_preferred_cust_flag, ss_ticket_number, cnt
FROM tickets JOIN tpcds.customer ON ss_customer_sk = c_customer_sk
WHERE cnt BETWEEN 5 AND 12
ORDER BY cnt DESC, c_last_name, ss_ticket_number
LIMIT 100;
