SELECT count(*), sum(l_quantity), min(l_shipdate), max(l_shipdate) FROM tpch.lineitem WHERE l_orderkey = 777;
