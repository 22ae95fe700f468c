SELECT l_returnflag, count(*), sum(l_extendedprice)
FROM tpch.lineitem
WHERE l_month = '1995-03'
GROUP BY l_returnflag;
