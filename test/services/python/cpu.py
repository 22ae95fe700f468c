"""The CPU seconds that benchmarks measure by."""
import resource


def spent(work):
    """What the work returns, and the CPU seconds it took."""
    start = resource.getrusage(resource.RUSAGE_SELF)
    result = work()
    end = resource.getrusage(resource.RUSAGE_SELF)
    return result, end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime
