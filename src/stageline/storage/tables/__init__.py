"""The tables, one file per noun; the same names as in the domain and on the screen."""

from stageline.storage.tables import guards  # noqa: F401 - the triggers come with their tables
from stageline.storage.tables.actions import ACTION_IDS, actions, deal_roles, role_maps
from stageline.storage.tables.activities import ACTIVITY_IDS, activities, activity_participants, outcomes
from stageline.storage.tables.contacts import accounts, contacts
from stageline.storage.tables.events import EVENT_IDS, events
from stageline.storage.tables.files import file_pieces, files, notes
from stageline.storage.tables.gatherings import gatherings, invitees
from stageline.storage.tables.letters import letter_templates, messages
from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.opportunities import (
    OPPORTUNITY_IDS,
    criterion_checks,
    deal_team,
    field_history,
    imported,
    opportunities,
    opportunity_contacts,
    stage_history,
)
from stageline.storage.tables.organisation import custom_fields, organisation
from stageline.storage.tables.people import (
    api_tokens,
    calendar_feeds,
    sales_teams,
    sessions,
    setup_tokens,
    sign_in_failures,
    users,
)
from stageline.storage.tables.processes import criteria, process_revisions, processes, stages
from stageline.storage.tables.rates import exchange_rates
from stageline.storage.tables.search import search_words
from stageline.storage.tables.targets import sales_targets, target_credits, target_milestones, target_numbers
from stageline.storage.tables.views import saved_views
from stageline.storage.tables.work import (
    batch_items,
    batches,
    consumers,
    idempotency_keys,
    jobs,
    muted_notifications,
    notifications,
)

__all__ = [
    "ACTION_IDS",
    "ACTIVITY_IDS",
    "EVENT_IDS",
    "OPPORTUNITY_IDS",
    "accounts",
    "actions",
    "activities",
    "activity_participants",
    "api_tokens",
    "batch_items",
    "batches",
    "calendar_feeds",
    "consumers",
    "contacts",
    "criteria",
    "criterion_checks",
    "custom_fields",
    "deal_roles",
    "deal_team",
    "events",
    "exchange_rates",
    "field_history",
    "file_pieces",
    "files",
    "gatherings",
    "idempotency_keys",
    "imported",
    "invitees",
    "jobs",
    "letter_templates",
    "messages",
    "metadata",
    "muted_notifications",
    "notes",
    "notifications",
    "opportunities",
    "opportunity_contacts",
    "organisation",
    "outcomes",
    "process_revisions",
    "processes",
    "role_maps",
    "sales_targets",
    "sales_teams",
    "saved_views",
    "search_words",
    "sessions",
    "setup_tokens",
    "sign_in_failures",
    "stage_history",
    "stages",
    "target_credits",
    "target_milestones",
    "target_numbers",
    "users",
]
