"""The stays that standing moves make: which stage, since when, until when (PS-180)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from stageline.storage.standing import standing_moves


def stays(*of: ColumnElement[bool]) -> Select[Any]:
    """Those of all opportunities, or of those that `of` says; `left_at` is None while a stay lasts."""
    left = func.lead(standing_moves.c.at, type_=standing_moves.c.at.type).over(
        partition_by=standing_moves.c.opportunity_id, order_by=standing_moves.c.version
    )
    # Asked inside: what stands outside a window is only looked at once all of history was gone through.
    return select(
        standing_moves.c.opportunity_id,
        standing_moves.c.to_stage_id,
        standing_moves.c.at,
        standing_moves.c.is_estimated,
        left.label("left_at"),
    ).where(*of)
