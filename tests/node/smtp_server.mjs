// A mail server that nobody here wrote, npm's smtp-server, on a loopback port of its own.
//
// Its first line on standard output is its port; then one line of JSON for each letter that came as
// far as its end, with what was answered. It ends with its standard input. The recipient says how
// it behaves:
//   defer-N@…   answers 451 to the first N tries of a letter, then takes it
//   refuse@…    answers 550 to the recipient
//   drop-N@…    reads the letter N times and hangs up without an answer, then takes it
import { SMTPServer } from 'smtp-server';

process.stdin.resume().on('end', () => process.exit());

const tries = new Map();
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onRcptTo({ address }, session, done) {
    if (!address.startsWith('refuse')) return done();
    const error = new Error('5.1.1 no such mailbox here');
    error.responseCode = 550;
    done(error);
  },
  async onData(stream, session, done) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const source = Buffer.concat(chunks).toString('utf8');
    const to = session.envelope.rcptTo[0].address;
    const id = /^Message-ID: (.*)$/im.exec(source)?.[1].trim();
    const attempt = (tries.get(id) ?? 0) + 1;
    tries.set(id, attempt);
    const [, behaviour, count] = /^(defer|drop)-(\d+)@/.exec(to) ?? [];
    const misbehaves = attempt <= Number(count ?? 0);
    if (misbehaves && behaviour === 'drop') {
      say({ to, id, answer: 'none' });
      for (const connection of server.connections) {
        if (connection.session.id === session.id) connection._socket.destroy();
      }
      return;
    }
    if (misbehaves) {
      say({ to, id, answer: '451' });
      const error = new Error('4.3.0 come back later');
      error.responseCode = 451;
      return done(error);
    }
    say({ to, id, answer: '250', source });
    done();
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.server.address().port}\n`));
