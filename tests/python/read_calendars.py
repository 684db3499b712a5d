"""Reads a calendar, or a letter with calendars, from standard input with parsers that nobody here
wrote (Python's email, PyPI's icalendar and vobject), and prints what each understood as JSON."""

import json
import sys
from datetime import UTC
from email import message_from_bytes, policy

import icalendar
import vobject


def instant(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    return {
        "method": str(calendar["METHOD"]),
        "entries": [
            {
                "uid": str(entry["UID"]),
                "summary": str(entry["SUMMARY"]),
                "status": str(entry["STATUS"]),
                "sequence": int(entry["SEQUENCE"]),
                "starts": instant(entry.start),
                "ends": instant(entry.end),
                "organizer": str(entry.get("ORGANIZER", "")),
            }
            for entry in calendar.walk("VEVENT")
            if not entry.errors or sys.exit(f"icalendar: {entry.errors}")
        ],
    }


def by_vobject(text):
    calendar = vobject.readOne(text)
    return {
        "method": calendar.method.value,
        "entries": [
            {
                "uid": entry.uid.value,
                "summary": entry.summary.value,
                "status": entry.status.value,
                "sequence": int(entry.sequence.value),
                "starts": instant(entry.dtstart.value),
                "ends": instant(entry.dtend.value),
                "organizer": entry.organizer.value if "organizer" in entry.contents else "",
            }
            for entry in calendar.contents.get("vevent", [])
        ],
    }


def calendars(source):
    if source.startswith(b"BEGIN:VCALENDAR"):
        return [source.decode()]
    letter = message_from_bytes(source, policy=policy.default)
    kinds = ("text/calendar", "application/ics")
    parts = [part for part in letter.walk() if part.get_content_type() in kinds]
    return [part.get_payload(decode=True).decode() for part in parts]


json.dump(
    [
        {"icalendar": by_icalendar(text), "vobject": by_vobject(text)}
        for text in calendars(sys.stdin.buffer.read())
    ],
    sys.stdout,
)
