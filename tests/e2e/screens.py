"""Every screen of the page and how one gets there: a new one is a line here, and is then tested and pictured."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from stageline.cli.demo.people import PASSWORD

Scheme = Literal["light", "dark"]
DESK, PHONE = (1440, 900), (390, 844)


@dataclass
class Sample:
    """The sample organisation, served; who has signed in once stays so."""

    address: str
    browser: Browser
    now: datetime | None = None
    signed_in: dict[str, StorageState] = field(default_factory=dict)

    @contextmanager
    def visited(
        self, who: str | None, *, scheme: Scheme = "light", size: tuple[int, int] = DESK, **more: Any
    ) -> Iterator["Visit"]:
        """A page of `who`, in a browser of its own, without motion."""
        state = self._state(who) if who else None
        context = self._context(scheme, size, state, **more)
        try:
            yield Visit(context.new_page(), self.address)
        finally:
            context.close()

    def _context(
        self, scheme: Scheme, size: tuple[int, int], state: StorageState | None = None, **more: Any
    ) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="Europe/Amsterdam",
            color_scheme=scheme,
            reduced_motion="reduce",
            storage_state=state,
            **more,
        )
        context.set_default_timeout(30_000)
        if self.now is not None:
            context.clock.set_fixed_time(self.now)
        return context

    def _state(self, who: str) -> StorageState:
        if who not in self.signed_in:
            context = self._context("light", DESK)
            sign_in(context.new_page(), self.address, who)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


@dataclass
class Visit:
    """One person looking at the sample: where they are, and which deals show something."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def ask(self, path: str) -> Any:
        """What the API answers the same person."""
        answer = self.page.request.get(f"{self.address}/api/v1{path}")
        assert answer.ok, f"{path}: {answer.status}"
        return answer.json()

    def tell(self, path: str, said: dict[str, Any]) -> Any:
        """What the API answers the same person who wants something of it."""
        token = self.ask("/session")["csrf_token"]
        answer = self.page.request.post(f"{self.address}/api/v1{path}", data=said, headers={"X-CSRF-Token": token})
        assert answer.ok, f"{path}: {answer.text()}"
        return answer.json()

    @cached_property
    def board(self) -> dict[str, Any]:
        processes = self.ask("/processes")["items"]
        standard = next(process for process in processes if process["is_default"])
        board: dict[str, Any] = self.ask(f"/processes/{standard['id']}/board")
        return board

    @property
    def board_path(self) -> str:
        return f"/board/{self.board['process']['id']}"

    @cached_property
    def stuck(self) -> dict[str, Any]:
        """The deal of the sample that is over the limit of its stage and still lacks something."""
        return self.card("Crane telemetry")

    def card(self, name: str) -> dict[str, Any]:
        cards = (card for column in self.board["columns"] for card in column["cards"])
        return next(card for card in cards if card["name"] == name)

    def stage_after(self, card: dict[str, Any]) -> dict[str, Any]:
        columns = self.board["columns"]
        place = next(place for place, column in enumerate(columns) if card in column["cards"])
        stage: dict[str, Any] = columns[place + 1]["stage"]
        return stage

    @cached_property
    def won(self) -> dict[str, Any]:
        deal: dict[str, Any] = self.ask("/opportunities?status=won&limit=1")["items"][0]
        return deal

    def deal_to_do(self, fits: Callable[[dict[str, Any]], bool]) -> tuple[int, str]:
        """A deal with such an action in its stage, and what the action is called."""
        for card in [card for column in self.board["columns"] for card in column["cards"]]:
            stages = self.ask(f"/opportunities/{card['id']}/actions")["stages"]
            current = next(stage for stage in stages if stage["state"] == "current")
            for action in current["items"]:
                if action["may_do"] and action["completion"] is None and fits(action):
                    return card["id"], action["name"]
        message = "the sample has no such action"
        raise AssertionError(message)

    def settle(self) -> None:
        """Until nothing on the page waits for anything."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("document.fonts.ready.then(() => null)")
        self.page.wait_for_timeout(250)


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Mail").fill(f"{name}@stageline.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1, name="Standard sales").wait_for()


def at_sign_in(visit: Visit) -> None:
    visit.go("/sign-in")
    visit.page.get_by_label("Mail").wait_for()


def refused_at_sign_in(visit: Visit) -> None:
    at_sign_in(visit)
    visit.page.get_by_label("Mail").fill("nobody@stageline.example")
    visit.page.get_by_label("Password", exact=True).fill("not the password")
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.get_by_role("alert").first.wait_for()


def on_board(visit: Visit) -> None:
    visit.go(visit.board_path)
    visit.page.get_by_role("article").first.wait_for()


def with_guidance_of_a_column(visit: Visit) -> None:
    on_board(visit)
    visit.settle()
    visit.page.get_by_role("button", name="Guidance for").first.click()
    visit.page.get_by_role("dialog").get_by_role("heading").first.wait_for()


def with_move_menu(visit: Visit) -> None:
    on_board(visit)
    visit.page.get_by_role("article").first.focus()
    visit.page.keyboard.press("m")
    visit.page.get_by_role("menuitem").first.wait_for()


def with_own_menu(visit: Visit) -> None:
    on_board(visit)
    visit.page.get_by_role("navigation", name="Main").locator("[aria-haspopup=menu]").click()
    visit.page.get_by_role("menu").wait_for()


def with_notifications(visit: Visit) -> None:
    on_board(visit)
    visit.page.get_by_role("button", name="Notifications").click()
    visit.page.get_by_role("heading", name="Notifications").wait_for()


def with_move_sheet(visit: Visit) -> None:
    to = visit.stage_after(visit.stuck)["id"]
    visit.go(f"{visit.board_path}?move={visit.stuck['id']}&to={to}")
    visit.page.get_by_role("button", name="Save and move").wait_for()


def with_losing_sheet(visit: Visit) -> None:
    lost = next(column["stage"] for column in visit.board["closed"] if column["stage"]["type"] == "lost")
    visit.go(f"{visit.board_path}?move={visit.stuck['id']}&to={lost['id']}")
    visit.page.get_by_role("button", name="Save and move").wait_for()


def with_quick_add(visit: Visit) -> None:
    on_board(visit)
    visit.page.keyboard.press("c")
    visit.page.get_by_role("dialog").get_by_label("Name").wait_for()


def on_record(visit: Visit) -> None:
    visit.go(f"/opportunities/{visit.stuck['id']}")
    visit.page.get_by_role("heading", level=1).wait_for()


def looking_at_another_stage(visit: Visit) -> None:
    visit.go(f"/opportunities/{visit.stuck['id']}?stage={visit.stage_after(visit.stuck)['id']}")
    visit.page.get_by_text("You are looking at").wait_for()


def editing_a_field(visit: Visit) -> None:
    on_record(visit)
    visit.page.get_by_role("button", name="Edit Next step").first.click()


def with_move_sheet_on_record(visit: Visit) -> None:
    visit.go(f"/opportunities/{visit.stuck['id']}/moves/new?to={visit.stage_after(visit.stuck)['id']}")
    visit.page.get_by_role("button", name="Save and move").wait_for()


def with_record_form(visit: Visit) -> None:
    visit.go(f"/opportunities/{visit.stuck['id']}/edit")
    form = visit.page.get_by_role("dialog")
    form.get_by_role("combobox", name="Current stage").click()
    visit.page.get_by_role("option", name=visit.stage_after(visit.stuck)["name"]).click()
    form.get_by_role("button", name="Save and move").wait_for()
    form.get_by_role("heading", name="What this move does").wait_for()


def asking_why_not(visit: Visit) -> None:
    on_record(visit)
    visit.page.keyboard.press("y")
    visit.page.get_by_role("dialog").get_by_role("listitem").first.wait_for()


def with_record_menu(visit: Visit) -> None:
    on_record(visit)
    visit.page.get_by_role("button", name="More for Crane telemetry").click()
    visit.page.get_by_role("menuitem").first.wait_for()


def changing_the_team(visit: Visit) -> None:
    on_record(visit)
    visit.page.get_by_role("button", name="Add somebody to the deal team").click()


def correcting_the_outcome(visit: Visit) -> None:
    on_closed_record(visit)
    visit.page.get_by_role("button", name="Correct outcome").click()
    visit.page.get_by_role("dialog").wait_for()


def on_closed_record(visit: Visit) -> None:
    visit.go(f"/opportunities/{visit.won['id']}")
    visit.page.get_by_text("Read-only.").wait_for()


def _is_on_calendar(action: dict[str, Any]) -> bool:
    activity = action["activity"]
    return activity is not None and activity["status"] == "active" and activity["is_tracked"]


def _is_to_book(action: dict[str, Any]) -> bool:
    return action["type"] == "calendar_activity" and action["activity"] is None


def on_actions(visit: Visit, number: int, name: str) -> None:
    visit.go(f"/opportunities/{number}")
    visit.page.get_by_role("button", name=f"More for {name}").wait_for()


def saying_what_came_of_it(visit: Visit) -> None:
    """Of a talk that has just ended, and that leads to another stage."""
    name = "Discovery meeting"
    on_actions(visit, visit.card("Ferry timetables")["id"], name)
    visit.page.get_by_role("button", name=f"Record outcome: {name}").click()
    visit.page.get_by_role("dialog").get_by_role("combobox", name="What came of it").click()
    visit.page.get_by_role("option", name="Wants a proposal").click()
    visit.page.get_by_role("dialog").get_by_label("New stage").first.wait_for()


def booking_an_activity(visit: Visit) -> None:
    number, name = visit.deal_to_do(_is_to_book)
    on_actions(visit, number, name)
    visit.page.get_by_role("button", name=f"Book: {name}").click()
    visit.page.get_by_role("dialog").get_by_label("Subject").wait_for()


def looking_at_an_activity(visit: Visit) -> None:
    number, name = visit.deal_to_do(_is_on_calendar)
    on_actions(visit, number, name)
    visit.page.get_by_role("button", name=f"More for {name}").click()
    visit.page.get_by_role("menuitem", name="Open activity").click()
    visit.page.get_by_role("dialog").get_by_label("Subject").wait_for()


def with_an_action_marked(visit: Visit) -> None:
    number, name = visit.deal_to_do(lambda _: True)
    on_actions(visit, number, name)
    visit.page.get_by_role("checkbox", name=f"Mark {name}").check()
    visit.page.get_by_role("group", name="Marked actions").wait_for()


def looking_at_actions_ahead(visit: Visit) -> None:
    on_actions(visit, *visit.deal_to_do(lambda _: True))
    visit.page.get_by_text("Later (preview)", exact=True).click()


def adding_an_action(visit: Visit) -> None:
    on_actions(visit, *visit.deal_to_do(lambda _: True))
    visit.page.get_by_role("button", name="Add", exact=True).click()
    visit.page.get_by_role("dialog").get_by_label("Who does it").first.wait_for()


def deleting_an_action(visit: Visit) -> None:
    number, name = visit.deal_to_do(_is_on_calendar)
    on_actions(visit, number, name)
    visit.page.get_by_role("button", name=f"More for {name}").click()
    visit.page.get_by_role("menuitem", name="Delete").click()
    visit.page.get_by_role("dialog").get_by_role("radiogroup").wait_for()


def on_day(visit: Visit) -> None:
    visit.go("/day")
    visit.page.get_by_role("region", name="Needs you").wait_for()


def on_day_of_a_team(visit: Visit) -> None:
    visit.go("/day?whose=team")
    visit.page.get_by_role("region", name="Needs you").wait_for()


def writing_a_letter(visit: Visit) -> None:
    number, name = visit.deal_to_do(lambda action: action["type"] == "letter")
    on_actions(visit, number, name)
    visit.page.get_by_role("button", name=f"Send: {name}").click()
    visit.page.get_by_role("dialog").locator("iframe").wait_for()


def on_outbox(visit: Visit) -> None:
    visit.go("/outbox")
    visit.page.get_by_role("note").wait_for()


def where_nothing_is(visit: Visit) -> None:
    visit.go("/opportunities/999999")
    visit.page.get_by_role("heading", level=1).wait_for()


def on_board_where_nothing_fits(visit: Visit) -> None:
    visit.go(f"{visit.board_path}?q=nothing-is-called-like-this")
    visit.page.get_by_role("heading", level=1).wait_for()


def on_board_of_what_needs_attention(visit: Visit) -> None:
    visit.go(f"{visit.board_path}?attention=any")
    visit.page.get_by_role("article").first.wait_for()


def with_several_selected(visit: Visit) -> None:
    on_board(visit)
    for place in (0, 1):
        visit.page.get_by_role("article").nth(place).focus()
        visit.page.keyboard.press("x")


def with_palette(visit: Visit) -> None:
    on_board(visit)
    visit.page.keyboard.press("Control+k")
    visit.page.get_by_role("combobox").wait_for()
    visit.page.keyboard.type("crane")
    visit.page.get_by_role("option", name="Crane telemetry").first.wait_for()


def with_all_keys(visit: Visit) -> None:
    on_board(visit)
    visit.page.keyboard.press("?")
    visit.page.get_by_role("dialog").wait_for()


def on_list(visit: Visit) -> None:
    visit.go("/opportunities")
    visit.page.get_by_role("grid").get_by_text("Vineyard sensors").wait_for()


def building_a_condition(visit: Visit) -> None:
    on_list(visit)
    visit.settle()
    visit.page.get_by_role("button", name="Filter", exact=True).click()
    visit.page.get_by_role("menuitem", name="Condition").click()
    visit.page.get_by_role("dialog").get_by_label("Value 1").wait_for()


def on_calendar(view: str) -> Callable[[Visit], None]:
    """Around today, as the page takes it."""

    def reach(visit: Visit) -> None:
        visit.go("/calendar")
        visit.page.wait_for_url("**/calendar/*/*")
        visit.go(f"/calendar/{view}/{visit.page.url.rpartition('/')[-1]}")
        visit.page.locator("[data-activity]").first.wait_for()

    return reach


def at_a_talk(visit: Visit, view: str) -> dict[str, Any]:
    """On the day of one that the stage of a deal asks for: on a weekend the day of today is empty."""
    actions = visit.ask(f"/opportunities/{visit.card('Ferry timetables')['id']}/actions")
    here = next(stage for stage in actions["stages"] if stage["state"] == "current")
    talk: dict[str, Any] = next(action["activity"] for action in here["items"] if action["activity"] is not None)
    visit.go(f"/calendar/{view}/{talk['starts_at'][:10]}")
    visit.page.locator("[data-activity]").first.wait_for()
    return talk


def looking_into_the_calendar(visit: Visit) -> None:
    talk = at_a_talk(visit, "week")
    visit.page.locator(f"[data-activity='{talk['id']}']").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Show other actions").click()
    visit.page.get_by_role("dialog").get_by_role("region", name="Actions").get_by_role("listitem").first.wait_for()


def with_new_activity(visit: Visit) -> None:
    at_a_talk(visit, "day")
    visit.page.get_by_role("button", name="New activity").click()
    visit.page.get_by_role("dialog").get_by_label("Subject").wait_for()


def on_goals(visit: Visit) -> None:
    visit.go("/settings/goals")
    visit.page.get_by_role("region", name="What counted").get_by_role("listitem").first.wait_for()
    visit.page.get_by_role("img").first.wait_for()


def on_goals_of_a_team(visit: Visit) -> None:
    mara = next(person for person in visit.ask("/users?q=Mara")["items"])
    visit.go(f"/settings/goals?person={mara['id']}")
    visit.page.get_by_role("region", name="What counted").get_by_role("listitem").first.wait_for()
    visit.page.get_by_role("rowheader", name="Mara").wait_for()


def adding_a_goal(visit: Visit) -> None:
    """For a stage that has none yet, with what it would have come to."""
    visit.go("/settings/goals")
    visit.page.get_by_role("button", name="Add goal").click()
    sheet = visit.page.get_by_role("dialog", name="Add goal")
    sheet.get_by_role("button", name="Next").click()
    sheet.get_by_role("combobox", name="Into the stage").click()
    visit.page.get_by_role("option", name="Deliver/Finalize").click()
    sheet.get_by_label("Number of deals").fill("4")
    sheet.get_by_text("would have reached").wait_for()


def adding_goals_for_a_team(visit: Visit) -> None:
    adding_a_goal(visit)
    sheet = visit.page.get_by_role("dialog", name="Add goal")
    sheet.get_by_role("button", name="Next").click()
    sheet.get_by_text("People I choose").click()
    sheet.get_by_role("combobox", name="Add a sales team").click()
    visit.page.get_by_role("option", name="North").click()
    sheet.get_by_label("Number for Daniel Park").fill("5")


def on_past_goals(visit: Visit) -> None:
    visit.go("/settings/goals?show=past")
    visit.page.get_by_role("listitem").get_by_role("link", name="%").first.click()
    visit.page.get_by_role("heading", name="What counted").wait_for()


def on_own_account(visit: Visit) -> None:
    visit.go("/settings/account")
    visit.page.get_by_role("heading", level=1).wait_for()


def on_tab(visit: Visit, name: str) -> None:
    """With what it holds in sight."""
    visit.go(f"/opportunities/{visit.stuck['id']}?tab={name}")
    for _ in range(2):  # what comes into sight may get longer
        visit.page.get_by_role("tab", selected=True).evaluate("tab => tab.scrollIntoView({block: 'start'})")
        visit.settle()


def on_stage_history(visit: Visit) -> None:
    on_tab(visit, "history")


def on_files(visit: Visit) -> None:
    on_tab(visit, "files")


@dataclass(frozen=True)
class Screen:
    name: str
    reach: Callable[[Visit], None]
    who: str | None = "mara"
    is_pictured: bool = True


SCREENS = (
    Screen("sign-in", at_sign_in, who=None),
    Screen("sign-in-refused", refused_at_sign_in, who=None, is_pictured=False),
    Screen("day", on_day),
    Screen("day-of-a-team", on_day_of_a_team, who="helen"),
    Screen("board", on_board),
    Screen("board-of-a-team", on_board, who="helen"),
    Screen("board-of-a-viewer", on_board, who="viktor", is_pictured=False),
    Screen("board-attention", on_board_of_what_needs_attention),
    Screen("board-empty", on_board_where_nothing_fits, is_pictured=False),
    Screen("board-selected", with_several_selected),
    Screen("palette", with_palette),
    Screen("keys", with_all_keys),
    Screen("list", on_list),
    Screen("list-condition", building_a_condition, is_pictured=False),
    Screen("calendar", on_calendar("week")),
    Screen("calendar-month", on_calendar("month")),
    Screen("calendar-agenda", on_calendar("agenda"), is_pictured=False),
    Screen("calendar-activity", looking_into_the_calendar),
    Screen("calendar-new", with_new_activity, is_pictured=False),
    Screen("goals", on_goals),
    Screen("goals-of-a-team", on_goals_of_a_team, who="helen"),
    Screen("goals-past", on_past_goals),
    Screen("goals-adding", adding_a_goal),
    Screen("goals-adding-for-a-team", adding_goals_for_a_team, who="helen"),
    Screen("account", on_own_account),
    Screen("column-guidance", with_guidance_of_a_column),
    Screen("move-menu", with_move_menu),
    Screen("own-menu", with_own_menu, is_pictured=False),
    Screen("notifications", with_notifications, is_pictured=False),
    Screen("move-sheet", with_move_sheet),
    Screen("losing", with_losing_sheet, is_pictured=False),
    Screen("quick-add", with_quick_add),
    Screen("record", on_record),
    Screen("record-another-stage", looking_at_another_stage),
    Screen("record-outcome", saying_what_came_of_it),
    Screen("record-booking", booking_an_activity),
    Screen("record-activity", looking_at_an_activity, is_pictured=False),
    Screen("record-marked", with_an_action_marked, is_pictured=False),
    Screen("record-actions-ahead", looking_at_actions_ahead, is_pictured=False),
    Screen("record-adding-action", adding_an_action, is_pictured=False),
    Screen("record-deleting-action", deleting_an_action, is_pictured=False),
    Screen("record-field", editing_a_field, is_pictured=False),
    Screen("record-move-sheet", with_move_sheet_on_record, is_pictured=False),
    Screen("record-history", on_stage_history),
    Screen("record-files", on_files),
    Screen("record-letter", writing_a_letter),
    Screen("outbox", on_outbox),
    Screen("record-form", with_record_form),
    Screen("record-why-not", asking_why_not),
    Screen("record-menu", with_record_menu, is_pictured=False),
    Screen("record-team", changing_the_team, is_pictured=False),
    Screen("record-closed", on_closed_record),
    Screen("record-correcting", correcting_the_outcome, who="helen", is_pictured=False),
    Screen("nothing-here", where_nothing_is, is_pictured=False),
)
