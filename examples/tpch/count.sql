SELECT count(*) FROM tpch.lineitem;
