"""The posts of a scenario, made from what its file says of them, from post libraries and from rotas."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, NotInForce, Refused, nearest
from paymodel.files import parsers, person_values
from paymodel.files.person_types import with_plain_values_of
from paymodel.files.rotas import find_rota, inside, load_rota, rota_from
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import Document, Place
from paymodel.moves.kinds import PROMOTION, direction
from paymodel.moves.posts import Post
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import BAND_CODE, NO_BAND, STUDENT_LOANS, WEEKS_IN_A_YEAR, Job, fields_at
from paymodel.pay.rota import (
    IF_HOURS_DIFFER,
    Rota,
    RotaHours,
    averages,
    days_travelled,
    in_a_usual_year,
    under_contract,
)
from paymodel.pay.rule_book import PayPoints, RuleBook
from paymodel.pay.rules import pay_steps
from paymodel.scenarios.offer_keys import move_of, offer_faults
from paymodel.scenarios.schema import (
    HOURS,
    LibraryPost,
    OfferFile,
    PersonFile,
    PostFile,
    Terms,
)
from paymodel.scenarios.shared_reads import MadePost, Premiums, SharedReads, read_library
from paymodel.scenarios.stated_keys import (
    AS_GIVEN,
    ENHANCED_HOURS,
    MAY_BE_NONE,
    OVERTIME_HOURS,
    PERSONS,
    STATED_HOURS,
    UNSTATED,
    StatedKeys,
    in_the_same_post,
    merged_with_library,
    on_call_faults,
    stated_in,
)

PERCENTS = fields_at(Door.POSTS, Kind.PERCENT)
PREMIUMS = tuple(each.name for each in fields_at(Door.POSTS, Kind.PREMIUM))
LEADERSHIP_POSTS, CLINICAL_POSTS = "posts/leadership.yaml", "posts/clinical.yaml"
SHIPPED_POSTS = (LEADERSHIP_POSTS, CLINICAL_POSTS)
"""The post libraries of a scenario that names none, in the order in which a post is looked for."""
_Worked = tuple[Rota | None, RotaHours | None, RotaHours | None]
"""A rota, and its hours this year and in a usual year."""
_NO_ROTA: _Worked = (None, None, None)


def _numbers_of_premium(name: str, text: str) -> dict[str, float]:
    """A premium as a job holds it: pounds, and a share of basic pay."""
    amount = parsers.premium(text)
    return {name: amount.pounds, f"{name}_share": amount.share}


@dataclass
class Builder:
    """Makes posts from what terms say of them, and of a person, gathering faults; `document` names their places.

    The post held is made before the posts offered; for a workforce there is none.
    """

    document: Document
    terms: Terms
    person: PersonFile
    rule_book: RuleBook
    folder: Path | None
    shared: SharedReads

    def __post_init__(self) -> None:
        self.faults: list[Fault] = []
        self.persons = stated_in(self.person)
        folder = None if self.folder is None else str(self.folder)  # text is told apart more quickly than paths
        self.beside = (id(self.rule_book), id(self.terms.rotas), self.terms.posts, folder)
        self.held: MadePost | None = None

    def _fault(self, place: Place, message: str) -> None:
        self.faults.append(self.document.fault(place, message))

    def raise_faults(self) -> None:
        """Raise what was gathered, if anything."""
        if self.faults:
            raise Faults(self.faults)

    def current(self, keys: PostFile) -> Post:
        """The post held."""
        self.held = self._made(keys, ("current",))
        return _NOBODY if self.held is None else self.held.post

    def offers(self) -> list[Post]:
        """The posts offered."""
        offers = [self._made(offer, ("offers", number)) for number, offer in enumerate(self.terms.offers)]
        return [_NOBODY if offer is None else offer.post for offer in offers]

    def _made(self, keys: PostFile, place: Place) -> MadePost | None:
        """A post, made once for the same of all that it is made from; None with faults."""
        terms, held = self.terms, self.held
        of_held = None if held is None else held.beside_offers
        key = (keys, self.person, place, len(terms.offers) > 1, of_held, self.beside)
        known = self.shared.posts.get(key)
        if known is not None:
            return known
        made = self._with_premiums(keys, place) or self._make(keys, place)
        if made is not None:
            self.shared.posts[key] = made
        return made

    def _with_premiums(self, keys: PostFile, place: Place) -> MadePost | None:
        """A post with premiums, which touch nothing else, made from the one without them; None where it states none."""
        premiums = self._premiums(keys)
        if premiums is None:
            return None
        faults = len(self.faults)
        without = self._made(premiums.keys_without, place)
        del self.faults[faults:]
        if without is None:
            return None
        post = without.post
        job = post.job.with_(**premiums.numbers)
        later_job = job if post.later_job is post.job else post.later_job.with_(**premiums.numbers)
        stated = without.keys if place[0] == "offers" else with_plain_values_of(without.keys, premiums.texts)
        return MadePost(post.with_jobs(job, later_job), stated, without.rota_folder, without.rotas)

    def _premiums(self, keys: PostFile) -> Premiums | None:
        """The premiums that keys state, read once for the same object in every nation; None where they state none."""
        if (known := self.shared.premiums.get(id(keys))) is not None:
            return known
        texts = {name: text for name in PREMIUMS if (text := getattr(keys, name)) is not None}
        if not texts:
            return None
        numbers = {key: each for item in texts.items() for key, each in _numbers_of_premium(*item).items()}
        without = with_plain_values_of(keys, dict.fromkeys(texts))
        self.shared.premiums[id(keys)] = Premiums(keys, without, texts, numbers)
        return self.shared.premiums[id(keys)]

    def _make(self, keys: PostFile, place: Place) -> MadePost | None:
        """A post from its keys, those of the library post it names, and the person's; None with faults."""
        offer = place[0] == "offers"
        rota_folder, illustration, own = self.folder, False, keys
        if isinstance(keys, OfferFile) and keys.same_post:
            if self.held is None:
                return None
            keys, rota_folder = in_the_same_post(self.held.keys, keys), self.held.rota_folder
        elif keys.post is not None:
            known, library_folder = self._library(keys.post)
            if keys.post not in known:
                if known:
                    self._fault(
                        (*place, "post"), f"'{keys.post}' is not in the post library; {nearest(keys.post, known)}"
                    )
                return None
            if keys.rota is None:
                rota_folder = library_folder
            illustration = known[keys.post].status == "illustration"
            keys = merged_with_library(known[keys.post], keys)
        before = len(self.faults)
        if (keys, self.person) not in self.shared.stated:
            self.shared.stated[keys, self.person] = self._read(keys)
        read = self.shared.stated[keys, self.person]
        stated, given = read.stated, read.given
        number = f" {int(place[1]) + 1}" if offer and len(self.terms.offers) > 1 else ""
        name = keys.name or (f"Post offered{number}" if offer else "Post held now")
        band, step = self._band_and_step(keys, place)
        wte = given["whole_time_equivalent"]
        self._check_together(keys, stated, given, place)
        if stated.keys() & STATED_HOURS:
            self._hours(keys, place, wte)
        values = {"band": band, "step": step, **read.numbers}
        later = dict(values)
        rota, hours = None, None
        notes = [parsers.BAND_1_AS_2] if keys.band == "1" else []
        if keys.rota is not None and len(self.faults) == before:
            rota, hours, usual = self._rota(keys, place, rota_folder, wte, band)
            illustration = illustration or (rota is not None and rota.status == "illustration")
            if hours is not None and usual is not None:
                for target, source in ((values, hours), (later, usual)):
                    for hours_of, amount in source.as_job_hours().items():
                        target[hours_of] += amount
                if hours.extra or hours.overtime:
                    notes.append(
                        f"the rota holds {hours.extra + hours.overtime:.2f} hours a week above contract:"
                        f" {hours.extra:.2f} up to whole time, {hours.overtime:.2f} as overtime (in bands that have it)"
                    )
                if hours.lieu:
                    notes.append(f"the rota holds {hours.lieu:.2f} hours a week above contract, given back as time off")
        if isinstance(own, OfferFile):
            for at, words in offer_faults(own):
                self._fault((*place, *at), words)
        self._annex_5(keys, place, hours, values, later)
        self._years_in_an_offer(keys, band, place, values, later)
        if len(self.faults) > before:
            return None
        years = self._years(keys, own, band, step, place) if not offer else self._years_at(band, values["step"])
        if (in_band := getattr(keys, "years_in_band", None)) is not None:
            years = float(in_band)
        job = Job(**values)
        post = Post(
            name=name,
            job=job,
            later_job=job if later == values else Job(**later),
            hours=hours,
            rota=rota,
            days_travelled=None if hours is None else days_travelled(hours, self.rule_book.working_time, wte),
            step_stated=bool(stated.keys() & {"step", "basic_pay", "years_in_band"}),
            years_in_band=years,
            pattern=getattr(keys, "pattern", None),
            move=getattr(keys, "move", None) or PROMOTION,
            **move_of(keys),
            travel_cost=given["travel_cost_per_attendance"],
            illustration=illustration,
            notes=tuple(notes),
            own=frozenset(stated.keys() & PERSONS),
            stated=frozenset(name for name, keys in MAY_BE_NONE.items() if (stated.keys() | self.persons) & keys),
        )
        return MadePost(post, keys, rota_folder, self.terms.rotas)

    def _read(self, keys: PostFile) -> StatedKeys:
        """What a post says, whatever the nation."""
        stated = stated_in(keys)
        given = UNSTATED | self.persons | stated
        numbers: dict[str, Any] = {
            **{key: given[key] for key in AS_GIVEN},
            "student_loan": tuple(plan for plan in STUDENT_LOANS if plan in given["student_loan"]),
            "high_cost_area": given["high_cost_area"] or None,
        }
        for each in PERCENTS:
            numbers[each.name] = parsers.percentage(stated[each.name]) if each.name in stated else each.default
        for name in PREMIUMS:
            numbers |= _numbers_of_premium(name, stated.get(name, "0"))
        if keys.on_call is not None:
            numbers["on_call_payment"] = keys.on_call.pounds_a_year or 0.0
            numbers["on_call_share"] = parsers.percentage(keys.on_call.percent or "0")
            numbers["on_call_pensionable"] = keys.on_call.pensionable
        weekly = {kind: given.get(f"{kind}_a_week", 0.0) for kind in HOURS}
        numbers |= {f"{kind}_a_year": given.get(f"{kind}_a_year", weekly[kind] * WEEKS_IN_A_YEAR) for kind in HOURS}
        return StatedKeys(stated, given, numbers)

    def _library(self, key: str) -> tuple[Mapping[str, LibraryPost], Path | None]:
        """The library that has a post of a key, and the folder of its rotas; of those that ship, all if none has it."""
        if self.terms.posts is None:
            ours, known = shipped_folder("scenarios"), dict[str, LibraryPost]()
            for file in SHIPPED_POSTS:
                known |= self._read_library(ours / file)
                if key in known:
                    break
            return known, ours
        try:
            path = inside(self.terms.posts, self.folder)
            return self._read_library(path), path.parent
        except ValueError as error:
            self._fault(("posts",), str(error))
            return {}, self.folder

    def _read_library(self, path: Path) -> Mapping[str, LibraryPost]:
        if path not in self.shared.libraries:
            self.shared.libraries[path] = read_library(path)
        return self.shared.libraries[path]

    def _band_and_step(self, keys: PostFile, place: Place) -> tuple[int, int]:
        if keys.band is None:
            if keys.basic_pay is None:
                self._fault((*place, "band"), "missing")
            elif keys.step is not None:
                self._fault((*place, "step"), "a step needs a band")
            return NO_BAND, 1
        band = parsers.band_code(keys.band)
        if band == BAND_CODE["1"]:  # paid as band 2, but at rates of its own for unsocial hours
            enhanced = any(value > 0 for name, value in stated_in(keys).items() if name in ENHANCED_HOURS)
            if keys.unsocial_hours_payment is None and (keys.rota is not None or enhanced):
                self._fault((*place, "band"), parsers.BAND_1_BY_RATES)
            band = BAND_CODE["2"]
        where = f"{self.rule_book.nation} on {self.rule_book.as_at}"
        try:
            if keys.basic_pay is not None and keys.step is None and self.rule_book.pay_points.steps(band) == 0:
                return band, 1
            points, before = self.rule_book.pay_points, self._points_before()
            if before is None or place[0] != "current":
                return band, person_values.step(keys.step or "entry", band, points, where)
            step = person_values.step(keys.step or "entry", band, before, where)
            years, top = self.person.years_in_band, self.rule_book.switches.top_step_stays_top
            return band, int(pay_steps.step_in_other_points(before, points, band, step, years, top_stays_top=top))
        except ValueError as error:
            self._fault((*place, "step" if keys.step else "band"), str(error))
            return band, 1

    def _points_before(self) -> PayPoints | None:
        """The points that the post held was on, where a policy gives bands others."""
        before = self.shared.before_award.get(id(self.rule_book), self.rule_book)
        return self.shared.points_before.get(id(before))

    def _check_together(
        self, keys: PostFile, stated: Mapping[str, Any], given: Mapping[str, Any], place: Place
    ) -> None:
        """Keys that do not go together."""
        for kind in HOURS if stated.keys() & STATED_HOURS else ():
            if f"{kind}_a_week" in stated and f"{kind}_a_year" in stated:
                self._fault((*place, f"{kind}_a_week"), f"stands beside {kind}_a_year; give one of them")
        enhanced = stated.keys() & ENHANCED_HOURS
        if "rota" in stated:
            for name in sorted(enhanced | stated.keys() & {"annex_5_hours_a_week"}):
                self._fault((*place, name), "stands beside a rota, which gives the hours; give one of them")
        if "unsocial_hours_payment" in stated and ("annex_5_percent" in stated or "annex_5_hours_a_week" in stated):
            self._fault((*place, "unsocial_hours_payment"), person_values.BESIDE_ANNEX_5)
        if any(stated[name] > 0 for name in enhanced):
            for name in ("annex_5_hours_a_week", "annex_5_percent", "unsocial_hours_payment"):
                if name in stated:
                    self._fault((*place, name), person_values.BESIDE_SECTION_2)
        if "on_call" in stated and "on_call_payment" in stated:
            self._fault((*place, "on_call_payment"), "stands beside on_call; give one of them")
        if keys.on_call is not None:
            for at, words in on_call_faults(keys.on_call):
                self._fault((*place, *at), words)
        if "if_hours_differ" in stated and "rota" not in stated:
            self._fault((*place, "if_hours_differ"), "needs a rota; give one or leave this out")
        overtime = [name for name in stated.keys() & OVERTIME_HOURS if stated[name] > 0]
        if keys.band is None and overtime:
            self._fault((*place, sorted(overtime)[0]), person_values.NEEDS_A_BAND)
        if keys.tax_residence not in (None, self.rule_book.tax_residence):
            self._fault((*place, "tax_residence"), "belongs to the person")
        zone = given["high_cost_area"]
        if zone and self.rule_book.nation != "england":
            at = (*place, "high_cost_area") if keys.high_cost_area else ("person", "high_cost_area")
            if not any(fault.at == at for fault in self.faults):
                self._fault(at, person_values.ONLY_ENGLAND)

    def _rota(self, keys: PostFile, place: Place, folder: Path | None, wte: float, band: int) -> _Worked:
        name = keys.rota or ""
        held = self.terms.rotas.get(name)
        source = self._rota_path(name, place, folder) if held is None else repr(held)
        if source is None:
            return _NO_ROTA
        rules = self.rule_book.working_time
        differ = keys.if_hours_differ or IF_HOURS_DIFFER[0]
        key = (source, band >= BAND_CODE["8a"], *rules.hours_rest_on)
        try:
            if key not in self.shared.rotas:
                rota = load_rota(source) if held is None else rota_from(held, self.document.at("rotas", name))
                this_year = averages(rota, rules, band)
                self.shared.rotas[key] = rota, (this_year, in_a_usual_year(this_year, rota, rules, band))
            rota, years = self.shared.rotas[key]
            hours, usual = (
                under_contract(hours, rules, whole_time_equivalent=wte, if_hours_differ=differ) for hours in years
            )
            return rota, hours, usual
        except Faults as error:
            self.faults.extend(error.faults)
        except Refused as error:
            self._fault((*place, error.place), error.message)
        except NotInForce as error:
            self._fault((*place, "rota"), str(error))
        return _NO_ROTA

    def _rota_path(self, name: str, place: Place, folder: Path | None) -> Path | None:
        """The file of a rota; None with a fault where there is none."""
        if (name, folder) not in self.shared.paths:
            try:
                path = find_rota(name, folder)
                if self.folder and path.resolve() == (self.folder / Path(self.document.file).name).resolve():
                    raise ValueError(f"'{name}' is this file itself; name a rota")
            except ValueError as error:
                self._fault((*place, "rota"), str(error))
                return None
            self.shared.paths[name, folder] = path
        return self.shared.paths[name, folder]

    def _hours(self, keys: PostFile, place: Place, wte: float) -> None:
        """Hours that go beyond whole time, or beyond the week."""
        for unit, year in (("a_week", 1.0), ("a_year", WEEKS_IN_A_YEAR)):
            extra = getattr(keys, f"extra_hours_{unit}") or 0.0
            room = (1 - wte) * self.rule_book.weekly_hours * year
            if extra > room + 0.01:
                message = f"{extra:g} hours go beyond whole time: there is room for {room:.2f}; the rest is overtime"
                self._fault((*place, f"extra_hours_{unit}"), message)
        total = sum(
            (getattr(keys, f"{kind}_a_week") or 0.0) * WEEKS_IN_A_YEAR + (getattr(keys, f"{kind}_a_year") or 0.0)
            for kind in HOURS
        )
        if total > person_values.HOURS_IN_A_YEAR:
            self._fault(place, person_values.too_many_hours(total))

    def _annex_5(
        self, keys: PostFile, place: Place, hours: RotaHours | None, values: dict[str, Any], later: dict[str, Any]
    ) -> None:
        """Annex 5: from the hours stated, from the rota, or as a stated percentage."""
        stated = [name for name in ("annex_5_percent", "annex_5_hours_a_week") if getattr(keys, name) is not None]
        band = values["band"]
        if keys.unsocial_hours != "annex_5" and not stated and not self._annex_5_goes_on(keys, band, place):
            return
        at = (*place, stated[0] if stated else "unsocial_hours")
        instead = "leave it out" if stated else "say section_2"
        if keys.unsocial_hours == "section_2":
            self._fault(at, "stands beside unsocial_hours: section_2; give one of them")
            return
        if place[0] == "offers" and (words := self._ends_annex_5(band)):
            self._fault(at, f"{words}; {instead}")
            return
        if self.rule_book.working_time.annex_5 is None:
            self._fault(at, f"{person_values.NOT_IN_SCOTLAND}; {instead}")
            return
        if keys.annex_5_percent is None:
            if keys.band in ("8a", "8b", "8c", "8d", "9"):
                self._fault(at, person_values.NO_TABLE_OF_ANNEX_5)
                return
            if keys.annex_5_hours_a_week is not None:
                average = float(keys.annex_5_hours_a_week)
            elif hours is not None:
                average = hours.annex_5
            elif keys.rota is None:
                self._fault(at, "annex_5 needs a rota, annex_5_hours_a_week or annex_5_percent")
                return
            else:
                return
            rules = self.rule_book.working_time.annex_5
            whole_time = round(average / values["whole_time_equivalent"], 2)
            if 0 < whole_time <= rules.above[0]:
                self._fault(
                    at,
                    f"the Annex 5 average is {whole_time:.2f} hours; up to {rules.above[0]:g} the percentage is settled"
                    " locally: state annex_5_percent",
                )
                return
            values["annex_5_hours_a_week"] = later["annex_5_hours_a_week"] = average

    def _annex_5_goes_on(self, keys: PostFile, band: int, place: Place) -> bool:
        """Whether an offer that does not say keeps the Annex 5 of the post held: by the switch, within the band."""
        unsaid = keys.unsocial_hours is None and keys.unsocial_hours_payment is None
        goes_on = self.rule_book.switches.annex_5_in_a_new_post == "goes_on"
        return place[0] == "offers" and goes_on and unsaid and not self._ends_annex_5(band)

    def _ends_annex_5(self, band: int) -> str:
        """Why an offer of a band cannot be paid Annex 5; empty where it can."""
        held = _NOBODY if self.held is None else self.held.post
        up = int(direction(held.job, Job(band=band)))
        if up > 0:
            return "a promotion ends Annex 5"
        if not held.on_annex_5:
            return "the post held is not paid Annex 5, which nobody comes back to"
        return "a post in a lower band ends Annex 5" if up < 0 else ""

    def _years_in_an_offer(
        self, keys: PostFile, band: int, place: Place, values: dict[str, Any], later: dict[str, Any]
    ) -> None:
        """The step that years in the band offered have earned."""
        years = getattr(keys, "years_in_band", None)
        if years is None or any(fault.at[:2] == place for fault in self.faults):
            return
        at = (*place, "years_in_band")
        if band == NO_BAND or keys.basic_pay is not None:
            self._fault(at, "decides the step, which needs a band and no basic_pay; leave it out")
            return
        earned = int(pay_steps.step_after(self.rule_book.pay_points, band, years))
        if keys.step is not None and earned != values["step"]:
            words = f"{counted(years, 'year')} in the band {'has' if years == 1 else 'have'} earned step {earned}"
            self._fault(at, f"{words}, but {'.'.join(map(str, place))}.step is {values['step']}; give one of them")
        values["step"] = later["step"] = earned

    def _years(self, keys: PostFile, own: PostFile, band: int, step: int, place: Place) -> float:
        """Years in the band of the person in the post held; a fault where the step says otherwise.

        `own` is what the file itself says of the post, `keys` with what the library says too.
        """
        years = self.person.years_in_band
        reached = self._years_at(band, step)
        if years is None or band == NO_BAND:
            return reached if years is None else float(years)
        earned = int(pay_steps.step_after(self.rule_book.pay_points, band, years))
        if earned != step and own.basic_pay is None:
            stated = f"{'.'.join(map(str, place))}.step is {step}; mend one of them or leave years_in_band out"
            taken = f"no step is stated, so the entry step ({step}) is taken; state the step"
            self._fault(
                ("person", "years_in_band"),
                f"{counted(years, 'year')} in the band {'has' if years == 1 else 'have'} earned step {earned},"
                f" but {taken if keys.step is None else stated}",
            )
        return float(years)

    def _years_at(self, band: int, step: int) -> float:
        if band == NO_BAND or self.rule_book.pay_points.steps(band) == 0:
            return 0.0
        return float(pay_steps.years_to_reach(self.rule_book.pay_points, band, step))


_NOBODY = Post("", Job(), Job())
