SELECT ss_hour, count(*), count(ss_customer_sk), sum(ss_net_paid)
FROM tpcds.store_sales
WHERE ss_day = '2000-11-24' AND ss_hour >= '12' AND ss_hour < '15'
GROUP BY ss_hour;
