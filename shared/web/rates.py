"""Limits of how often something may be asked, by address and in all, told in the headers of every answer.

They are kept in the memory of the process: each replica of an API counts for itself, and a process that has started
anew has forgotten. That is enough for what they are for, which is that a flood of one kind of request leaves room for
all others. A window begins with its first request. Time is the process's own monotonic one, never the programme's.
"""

import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from shared.runtime import Runtime
from shared.settings import Settings
from shared.web.callers import PROBE, runtime_of
from shared.web.rules import TooManyRequests

HEADERS = "shifan.rate-limits"
"""Where the scope of a request keeps the headers for its answer, whatever that will be; the edge adds them."""

_RESOURCE = "rates"
_SWEPT_FROM = 10_000


class Windows(Storage):
    """How many requests each bucket has taken since its window began. Windows that are over are swept out."""

    STORAGE_SCHEME = None

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.now = now
        self._windows: dict[str, tuple[int, float]] = {}
        self._sweep_at = _SWEPT_FROM

    def __len__(self) -> int:
        return len(self._windows)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Memory does not fail."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        taken = self.get(key)
        ends = self._windows[key][1] if taken else self.now() + expiry
        self._windows[key] = (taken + amount, ends)
        if len(self._windows) > self._sweep_at:
            self._sweep()
        return taken + amount

    def get(self, key: str) -> int:
        taken, ends = self._windows.get(key, (0, 0.0))
        return taken if ends > self.now() else 0

    def get_expiry(self, key: str) -> float:
        """When the window is over; now, where there is none."""
        return max(self._windows.get(key, (0, 0.0))[1], self.now())

    def seconds_left(self, key: str) -> int:
        """Until the window is over."""
        return math.ceil(self.get_expiry(key) - self.now())

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        count = len(self._windows)
        self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _sweep(self) -> None:
        now = self.now()
        self._windows = {key: window for key, window in self._windows.items() if window[1] > now}
        self._sweep_at = max(_SWEPT_FROM, 2 * len(self._windows))


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit with a name: `limit` finds it in the settings, and `whose` says whose requests are counted together."""

    name: str
    limit: Callable[[Settings], str]
    whose: Callable[[Request, Settings], str]


def limited(*buckets: Bucket) -> Callable[[Request], Awaitable[None]]:
    """A dependency for routes. A request that one bucket refuses is taken from none.

    Raises:
        TooManyRequests: a bucket is empty; the answer's `Retry-After` says how long.
    """

    async def take(request: Request) -> None:
        if PROBE in request.scope:
            return
        runtime = runtime_of(request)
        limiter = _limiter_of(runtime)
        wanted = [
            (bucket.name, item_of(bucket.limit(runtime.settings)), bucket.whose(request, runtime.settings))
            for bucket in buckets
        ]
        empty = [one for one in wanted if not limiter.test(one[1], one[0], one[2])]
        if not empty:
            for name, item, whose in wanted:
                limiter.hit(item, name, whose)
        request.scope.setdefault(HEADERS, []).extend(_headers(limiter, wanted, empty))
        if empty:
            name, item, _ = empty[0]
            raise TooManyRequests(f"The limit {name!r} is {item.amount} in {item.get_expiry()} s.")

    return take


_Wanted = tuple[str, RateLimitItem, str]
item_of = lru_cache(parse)


def _headers(
    limiter: FixedWindowRateLimiter, wanted: Sequence[_Wanted], empty: Sequence[_Wanted]
) -> list[tuple[bytes, bytes]]:
    """`RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-10 writes them; `Retry-After`."""
    policies = [f'"{name}";q={item.amount};w={item.get_expiry()}' for name, item, _ in wanted]
    left = [f'"{one[0]}";r={_left(limiter, one)};t={_seconds(limiter, one)}' for one in wanted]
    headers = [(b"ratelimit-policy", ", ".join(policies).encode()), (b"ratelimit", ", ".join(left).encode())]
    if empty:
        wait = max(1, *(_seconds(limiter, one) for one in empty))
        headers.append((b"retry-after", str(wait).encode()))
    return headers


def _left(limiter: FixedWindowRateLimiter, one: _Wanted) -> int:
    name, item, whose = one
    return limiter.get_window_stats(item, name, whose).remaining


def _seconds(limiter: FixedWindowRateLimiter, one: _Wanted) -> int:
    name, item, whose = one
    windows = limiter.storage
    assert isinstance(windows, Windows)
    return windows.seconds_left(item.key_for(name, whose))


def _limiter_of(runtime: Runtime) -> FixedWindowRateLimiter:
    limiter = runtime.resources.get(_RESOURCE)
    if limiter is None:
        limiter = runtime.resources[_RESOURCE] = FixedWindowRateLimiter(Windows())
    assert isinstance(limiter, FixedWindowRateLimiter)
    return limiter


def windows_of(runtime: Runtime) -> Windows:
    """Where the process counts."""
    windows = _limiter_of(runtime).storage
    assert isinstance(windows, Windows)
    return windows


def count_with(runtime: Runtime, windows: Windows) -> None:
    """Count in these windows, which may have a time of their own."""
    runtime.resources[_RESOURCE] = FixedWindowRateLimiter(windows)


def address_of(request: Request, settings: Settings) -> str:
    """The caller's address; of IPv6 the /64, which is what one caller has.

    `X-Forwarded-For` is believed of the proxies that the settings name and of nobody else: the last address in it
    that is not such a proxy's own.
    """
    given = request.client.host if request.client is not None else ""
    hops = [given]
    if settings.proxies:
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        hops = [*(hop.strip() for hop in forwarded.split(",") if hop.strip()), given]
    while len(hops) > 1 and _is_proxy(hops[-1], settings):
        hops.pop()
    return _counted_as(hops[-1]) or given


def _is_proxy(hop: str, settings: Settings) -> bool:
    address = _address(hop)
    return address is not None and any(address in proxy for proxy in settings.proxies)


@lru_cache(maxsize=4_096)
def _counted_as(hop: str) -> str:
    """As it names a bucket; empty where it is no address."""
    address = _address(hop)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")


def _address(hop: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(hop)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def everybody(_request: Request, _settings: Settings) -> str:
    """All callers together."""
    return "all"
