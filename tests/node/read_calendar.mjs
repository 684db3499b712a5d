// Reads a calendar from standard input with a parser that nobody here wrote (npm's ical.js) and
// prints what it understood as JSON.
import ICAL from 'ical.js';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const root = new ICAL.Component(ICAL.parse(Buffer.concat(chunks).toString('utf8')));

process.stdout.write(
  JSON.stringify({
    method: root.getFirstPropertyValue('method'),
    version: root.getFirstPropertyValue('version'),
    name: root.getFirstPropertyValue('x-wr-calname'),
    entries: root.getAllSubcomponents('vevent').map((entry) => {
      const event = new ICAL.Event(entry);
      return {
        uid: event.uid,
        summary: event.summary,
        status: entry.getFirstPropertyValue('status'),
        starts: event.startDate.toJSDate().toISOString(),
        ends: event.endDate.toJSDate().toISOString(),
        description: event.description,
        organizer: entry.getFirstPropertyValue('organizer'),
        attendees: entry.getAllProperties('attendee').length,
      };
    }),
  }),
);
