"""When Python's collector of cycles looks for some: seldom, and never among what is there to stay."""

import gc

SELDOM = (100_000, 20, 50)


def leave_the_collector() -> None:
    """Until it is spared: nothing that an import makes is garbage, and looking for some takes a tenth of the start."""
    gc.disable()


def spare_the_collector() -> None:
    """What a batch makes is frozen and has no cycles; the collector would walk it for nothing, many times over."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
