// Reads a letter from standard input with parsers that nobody here wrote (npm's postal-mime and
// ical.js) and prints what they understood as JSON.
import ICAL from 'ical.js';
import PostalMime from 'postal-mime';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const letter = await new PostalMime().parse(Buffer.concat(chunks));

const calendar = (part) => {
  const root = new ICAL.Component(ICAL.parse(new TextDecoder().decode(part.content)));
  const entries = root.getAllSubcomponents('vevent');
  const [entry] = entries;
  const event = new ICAL.Event(entry);
  const person = (property) => ({
    address: property.getFirstValue(),
    name: property.getParameter('cn'),
    state: property.getParameter('partstat'),
  });
  return {
    mimeType: part.mimeType,
    filename: part.filename,
    partMethod: part.method ?? null,
    method: root.getFirstPropertyValue('method'),
    version: root.getFirstPropertyValue('version'),
    entries: entries.length,
    uid: event.uid,
    sequence: event.sequence,
    status: entry.getFirstPropertyValue('status'),
    summary: event.summary,
    location: event.location,
    description: event.description,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    stamp: entry.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
    organizer: person(entry.getFirstProperty('organizer')),
    attendees: entry.getAllProperties('attendee').map(person),
    alarms: entry
      .getAllSubcomponents('valarm')
      .map((alarm) => alarm.getFirstPropertyValue('trigger').toSeconds()),
  };
};

process.stdout.write(
  JSON.stringify({
    subject: letter.subject,
    from: letter.from,
    to: letter.to,
    messageId: letter.messageId,
    headers: Object.fromEntries(letter.headers.map(({ key, value }) => [key, value])),
    text: letter.text,
    html: letter.html,
    calendars: letter.attachments
      .filter((part) => ['text/calendar', 'application/ics'].includes(part.mimeType))
      .map(calendar),
  }),
);
