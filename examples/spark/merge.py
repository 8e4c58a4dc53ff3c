"""Frontiers of parts that share no state, put together: plain Python, no Spark."""

import math

# As in the solver: steps at prices this close are one, at the higher price.
SAME_PRICE = 1e-12


def merged(parts):
    """The whole frontier of `(weight, [(price, usage, success)])`.

    A point is optimal below its price, down to that of the next; the first, whose price is None, above all prices. So
    below a price the whole is at the sum of where its parts are, and each part's step happens at its own price.
    """
    whole = sum(weight for weight, _ in parts)
    usage = math.fsum(weight * points[0][1] for weight, points in parts) / whole
    success = math.fsum(weight * points[0][2] for weight, points in parts) / whole
    steps = [
        (after[0], weight * (after[1] - before[1]) / whole, weight * (after[2] - before[2]) / whole)
        for weight, points in parts
        for before, after in zip(points, points[1:])
    ]
    steps.sort(key=lambda step: -step[0])
    breakpoints = [{"price": None, "usage": usage, "success": success}]
    for price, more_usage, more_success in steps:
        usage, success = usage + more_usage, success + more_success
        point = {"price": price, "usage": usage, "success": success}
        last = breakpoints[-1]["price"]
        if last is not None and last - price <= SAME_PRICE:
            breakpoints[-1] = point | {"price": last}
        else:
            breakpoints.append(point)
    return breakpoints


def difference(a, b):
    """The largest difference in success between two frontiers at the same usage, and in usage at either end."""
    ends = max(abs(a[place]["usage"] - b[place]["usage"]) for place in (0, -1))
    places = [point["usage"] for point in a + b]
    return max(ends, max(abs(x - y) for x, y in zip(bought(a, places), bought(b, places))))


def bought(points, usages):
    """The success of a frontier at each usage, on the line between its points."""
    found, place = {}, 0
    for usage in sorted(usages):
        while place + 2 < len(points) and points[place + 1]["usage"] < usage:
            place += 1
        low, high = points[place], points[min(place + 1, len(points) - 1)]
        width = high["usage"] - low["usage"]
        share = min(max((usage - low["usage"]) / width, 0.0), 1.0) if width > 0 else 1.0
        found[usage] = low["success"] + share * (high["success"] - low["success"])
    return [found[usage] for usage in usages]
