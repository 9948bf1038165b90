"""Make the tables."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0001"
down_revision = None


def upgrade() -> None:
    shapes.create_sequence("event_ids")
    shapes.create_sequence("opportunity_ids")
    op.create_table(
        "accounts",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("details", shapes.JSON, nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("accounts_pkey")),
    )
    op.create_index(op.f("accounts_by_name"), "accounts", ["name"], unique=False)
    op.create_table(
        "consumers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("consumers_pkey")),
    )
    op.create_table(
        "custom_fields",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("choices", shapes.JSON, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("custom_fields_pkey")),
        sa.UniqueConstraint("key", name=op.f("custom_fields_unique_key")),
    )
    op.create_table(
        "events",
        sa.Column("id", shapes.KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("facts", shapes.JSON, nullable=True),
        sa.Column("transaction_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("events_pkey")),
    )
    op.create_index(
        "events_of_batch",
        "events",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index("events_of_opportunity", "events", ["opportunity_id", "version", "id"], unique=False)
    op.create_table(
        "imported",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("record_id", shapes.KEY, nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "source", "external_id", name=op.f("imported_pkey")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", shapes.JSON, nullable=False),
        sa.Column("unique_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("run_at", shapes.INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", shapes.INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("finished_at", shapes.INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("jobs_pkey")),
        sa.UniqueConstraint("unique_key", name=op.f("jobs_unique_unique_key")),
    )
    op.create_index(
        "jobs_due",
        "jobs",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "jobs_ended",
        "jobs",
        ["finished_at"],
        unique=False,
        sqlite_where=sa.text("state = 'done'"),
        postgresql_where=sa.text("state = 'done'"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("week_start", sa.Integer(), nullable=False),
        sa.Column("working_days", shapes.JSON, nullable=False),
        sa.Column("holidays", shapes.JSON, nullable=False),
        sa.Column("languages", shapes.JSON, nullable=False),
        sa.Column("reasons", shapes.JSON, nullable=False),
        sa.Column("sources", shapes.JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rights_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("organisation_check_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("organisation_pkey")),
    )
    op.create_table(
        "sales_teams",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("manager_id", shapes.KEY, nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("sales_teams_manager_id_fkey"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("sales_teams_pkey")),
        sa.UniqueConstraint("name_folded", name=op.f("sales_teams_unique_name_folded")),
    )
    op.create_index(op.f("sales_teams_by_manager_id"), "sales_teams", ["manager_id"], unique=False)
    op.create_table(
        "setup_tokens",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("setup_tokens_pkey")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", shapes.INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("sign_in_failures_pkey")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("account_id", shapes.KEY, nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("contacts_account_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("contacts_pkey")),
    )
    op.create_index(op.f("contacts_by_account_id"), "contacts", ["account_id"], unique=False)
    op.create_index(op.f("contacts_by_name"), "contacts", ["name"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_folded", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("roles", shapes.JSON, nullable=False),
        sa.Column("can_own", sa.Boolean(), nullable=False),
        sa.Column("sales_team_id", shapes.KEY, nullable=True),
        sa.Column("default_process_id", shapes.KEY, nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["default_process_id"], ["processes.id"], name=op.f("users_default_process_id_fkey"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["sales_team_id"], ["sales_teams.id"], name=op.f("users_sales_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email_folded", name=op.f("users_unique_email_folded")),
    )
    op.create_index("users_by_name", "users", ["name"], unique=False)
    op.create_index(op.f("users_by_sales_team_id"), "users", ["sales_team_id"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("scopes", shapes.JSON, nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("expires_at", shapes.INSTANT, nullable=False),
        sa.Column("revoked_at", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("api_tokens_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("api_tokens_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("api_tokens_unique_token_hash")),
    )
    op.create_index(op.f("api_tokens_by_user_id"), "api_tokens", ["user_id"], unique=False)
    op.create_table(
        "batches",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", shapes.KEY, nullable=False),
        sa.Column("wanted", shapes.JSON, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("counts", shapes.JSON, nullable=False),
        sa.Column("undo_minutes", sa.Integer(), nullable=False),
        sa.Column("reverses", shapes.KEY, nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("finished_at", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("batches_actor_id_fkey")),
        sa.ForeignKeyConstraint(["reverses"], ["batches.id"], name=op.f("batches_reverses_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("batches_pkey")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("idempotency_keys_user_id_fkey")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("idempotency_keys_pkey")),
    )
    op.create_index(op.f("idempotency_keys_by_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "muted_notifications",
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("muted_notifications_user_id_fkey")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("muted_notifications_pkey")),
    )
    op.create_table(
        "processes",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("default_owner_id", shapes.KEY, nullable=True),
        sa.Column("gate_mode", sa.Text(), nullable=False),
        sa.Column("skip_policy", sa.Text(), nullable=False),
        sa.Column("back_policy", sa.Text(), nullable=False),
        sa.Column("reopen_policy", sa.Text(), nullable=False),
        sa.Column("day_basis", sa.Text(), nullable=False),
        sa.Column("stuck_default_days", sa.Integer(), nullable=True),
        sa.Column("idle_days", sa.Integer(), nullable=True),
        sa.Column("undo_minutes", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["default_owner_id"], ["users.id"], name=op.f("processes_default_owner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("processes_pkey")),
        sa.UniqueConstraint("name_folded", name=op.f("processes_unique_name_folded")),
    )
    op.create_index(
        "processes_one_default",
        "processes",
        ["is_default"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("expires_at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("sessions_user_id_fkey")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("sessions_pkey")),
    )
    op.create_index(op.f("sessions_by_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "batch_items",
        sa.Column("batch_id", shapes.KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("problem", shapes.JSON, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("batch_items_batch_id_fkey")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("batch_items_pkey")),
    )
    op.create_table(
        "process_revisions",
        sa.Column("process_id", shapes.KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.Column("author_id", shapes.KEY, nullable=False),
        sa.Column("definition", shapes.JSON, nullable=False),
        sa.Column("changes", shapes.JSON, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("process_revisions_author_id_fkey")),
        sa.ForeignKeyConstraint(["process_id"], ["processes.id"], name=op.f("process_revisions_process_id_fkey")),
        sa.PrimaryKeyConstraint("process_id", "revision", name=op.f("process_revisions_pkey")),
    )
    op.create_table(
        "stages",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("process_id", shapes.KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("objectives", shapes.JSON, nullable=False),
        sa.Column("links", shapes.JSON, nullable=False),
        sa.Column("key_fields", shapes.JSON, nullable=False),
        sa.Column("stuck_days", sa.Integer(), nullable=True),
        sa.Column("usual_role", sa.Text(), nullable=True),
        sa.Column("min_furthest_stage_id", shapes.KEY, nullable=True),
        sa.Column("below_furthest_stage_id", shapes.KEY, nullable=True),
        sa.Column("is_default_won", sa.Boolean(), nullable=False),
        sa.Column("is_skippable", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["below_furthest_stage_id"], ["stages.id"], name=op.f("stages_below_furthest_stage_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["min_furthest_stage_id"], ["stages.id"], name=op.f("stages_min_furthest_stage_id_fkey")
        ),
        sa.ForeignKeyConstraint(["process_id"], ["processes.id"], name=op.f("stages_process_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("stages_pkey")),
    )
    op.create_index(op.f("stages_by_process_id"), "stages", ["process_id"], unique=False)
    op.create_table(
        "criteria",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("stage_id", shapes.KEY, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("condition", shapes.JSON, nullable=True),
        sa.Column("related", shapes.JSON, nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("strength", sa.Text(), nullable=True),
        sa.Column("is_overridable", sa.Boolean(), nullable=False),
        sa.Column("is_buyer_verified", sa.Boolean(), nullable=False),
        sa.Column("is_evidence_required", sa.Boolean(), nullable=False),
        sa.Column("in_force_from", shapes.INSTANT, nullable=True),
        sa.Column("in_force_to", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("criteria_stage_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("criteria_pkey")),
    )
    op.create_index(op.f("criteria_by_stage_id"), "criteria", ["stage_id"], unique=False)
    op.create_table(
        "opportunities",
        sa.Column("id", shapes.KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("process_id", shapes.KEY, nullable=False),
        sa.Column("stage_id", shapes.KEY, nullable=False),
        sa.Column("furthest_stage_id", shapes.KEY, nullable=False),
        sa.Column("owner_id", shapes.KEY, nullable=False),
        sa.Column("contact_id", shapes.KEY, nullable=True),
        sa.Column("account_id", shapes.KEY, nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("is_probability_overridden", sa.Boolean(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("is_category_overridden", sa.Boolean(), nullable=False),
        sa.Column("is_in_forecast", sa.Boolean(), nullable=False),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("actual_close_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("competitor", sa.Text(), nullable=True),
        sa.Column("close_note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("custom", shapes.JSON, nullable=False),
        sa.Column("push_count", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("stage_entered_at", shapes.INSTANT, nullable=False),
        sa.Column("last_meaningful_change_at", shapes.INSTANT, nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("deleted_at", shapes.INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("opportunities_check_amount")),
        sa.CheckConstraint("probability BETWEEN 0 AND 100", name=op.f("opportunities_check_probability")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("opportunities_account_id_fkey")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("opportunities_contact_id_fkey")),
        sa.ForeignKeyConstraint(
            ["furthest_stage_id"], ["stages.id"], name=op.f("opportunities_furthest_stage_id_fkey")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("opportunities_owner_id_fkey")),
        sa.ForeignKeyConstraint(["process_id"], ["processes.id"], name=op.f("opportunities_process_id_fkey")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("opportunities_stage_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("opportunities_pkey")),
    )
    op.create_index("opportunities_by_account", "opportunities", ["account_id"], unique=False)
    op.create_index("opportunities_by_contact", "opportunities", ["contact_id"], unique=False)
    op.create_index("opportunities_by_owner", "opportunities", ["owner_id", "stage_id"], unique=False)
    op.create_index(
        "opportunities_on_board",
        "opportunities",
        ["stage_id", "stage_entered_at", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "criterion_checks",
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("criterion_id", shapes.KEY, nullable=False),
        sa.Column("checked_by", shapes.KEY, nullable=False),
        sa.Column("checked_at", shapes.INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["users.id"], name=op.f("criterion_checks_checked_by_fkey")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("criterion_checks_criterion_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("criterion_checks_opportunity_id_fkey")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "criterion_id", name=op.f("criterion_checks_pkey")),
    )
    op.create_table(
        "deal_team",
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("team_role", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("stage_ids", shapes.JSON, nullable=True),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("deal_team_opportunity_id_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("deal_team_user_id_fkey")),
        sa.PrimaryKeyConstraint("opportunity_id", "user_id", name=op.f("deal_team_pkey")),
    )
    op.create_index("deal_team_by_user", "deal_team", ["user_id", "opportunity_id"], unique=False)
    op.create_table(
        "field_history",
        sa.Column("event_id", shapes.KEY, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", shapes.JSON, nullable=True),
        sa.Column("after", shapes.JSON, nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("actor_id", shapes.KEY, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("field_history_actor_id_fkey")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("field_history_event_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("field_history_opportunity_id_fkey")
        ),
        sa.PrimaryKeyConstraint("event_id", "field", name=op.f("field_history_pkey")),
    )
    op.create_index("field_history_of_opportunity", "field_history", ["opportunity_id", "version"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event_id", shapes.KEY, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("params", shapes.JSON, nullable=False),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.Column("read_at", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("notifications_event_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("notifications_opportunity_id_fkey")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("notifications_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notifications_pkey")),
    )
    op.create_index("notifications_of_user", "notifications", ["user_id", "id"], unique=False)
    op.create_index("notifications_once", "notifications", ["user_id", "kind", "event_id"], unique=True)
    op.create_index(
        "notifications_once_per_batch",
        "notifications",
        ["user_id", "kind", "batch_id"],
        unique=True,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        "notifications_unread",
        "notifications",
        ["user_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "opportunity_contacts",
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("contact_id", shapes.KEY, nullable=False),
        sa.Column("contact_role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("opportunity_contacts_contact_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("opportunity_contacts_opportunity_id_fkey")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "contact_id", name=op.f("opportunity_contacts_pkey")),
    )
    op.create_index(op.f("opportunity_contacts_by_contact_id"), "opportunity_contacts", ["contact_id"], unique=False)
    op.create_table(
        "stage_history",
        sa.Column("event_id", shapes.KEY, autoincrement=False, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_stage_id", shapes.KEY, nullable=True),
        sa.Column("from_stage_name", sa.Text(), nullable=True),
        sa.Column("to_stage_id", shapes.KEY, nullable=False),
        sa.Column("to_stage_name", sa.Text(), nullable=False),
        sa.Column("move_kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("actor_id", shapes.KEY, nullable=False),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("undoes", shapes.KEY, nullable=True),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.Column("seconds_in_stage", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("gaps", shapes.JSON, nullable=True),
        sa.Column("is_overridden", sa.Boolean(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False),
        sa.Column("counts_for_targets", sa.Boolean(), nullable=False),
        sa.Column("starts_campaigns", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("owner_id", shapes.KEY, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("actual_close_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("probability_before", sa.Integer(), nullable=True),
        sa.Column("is_probability_overridden_before", sa.Boolean(), nullable=True),
        sa.Column("category_before", sa.Text(), nullable=True),
        sa.Column("is_category_overridden_before", sa.Boolean(), nullable=True),
        sa.Column("furthest_stage_id_before", sa.BigInteger(), nullable=True),
        sa.Column("expected_close_on_before", sa.Date(), nullable=True),
        sa.Column("stage_entered_at_before", shapes.INSTANT, nullable=True),
        sa.Column("meaningful_change_at_before", shapes.INSTANT, nullable=True),
        sa.Column("visit_before", sa.Integer(), nullable=True),
        sa.Column("closing_before", shapes.JSON, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("stage_history_actor_id_fkey")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("stage_history_event_id_fkey")),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stages.id"], name=op.f("stage_history_from_stage_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("stage_history_opportunity_id_fkey")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("stage_history_owner_id_fkey")),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stages.id"], name=op.f("stage_history_to_stage_id_fkey")),
        sa.ForeignKeyConstraint(["undoes"], ["stage_history.event_id"], name=op.f("stage_history_undoes_fkey")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("stage_history_pkey")),
        sa.UniqueConstraint("undoes", name=op.f("stage_history_unique_undoes")),
    )
    op.create_index("stage_history_into_stage", "stage_history", ["to_stage_id", "at"], unique=False)
    op.create_index("stage_history_of_opportunity", "stage_history", ["opportunity_id", "version"], unique=True)
    shapes.index_on_postgresql("events_in_order", "events", ["transaction_id", "id"])
    shapes.close_circle("sales_teams", "manager_id", "users")
    shapes.close_circle("users", "default_process_id", "processes")
    shapes.append_only("events", ("update", "delete"))
    shapes.append_only("stage_history", ("update", "delete"))
    shapes.append_only("field_history", ("update", "delete"))
    shapes.append_only("process_revisions", ("update",))
    shapes.number_transactions("events")
