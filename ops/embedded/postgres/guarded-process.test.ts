import t from 'tap'
import { startGuarded } from './guarded-process.ts'

/** Of all Debian has, perl keeps what it inherits: SIGINT is ignored until the program says otherwise. */
const late = `
$| = 1;
print "ready\\n";
select undef, undef, undef, 0.3;
$SIG{INT} = sub { exit 0 };
sleep 1 while 1;
`

t.test('a program that listens to nothing yet when it is ready ends all the same', async (t) => {
  const started = await startGuarded({
    command: 'perl',
    args: ['-e', late],
    ready: /^ready$/,
  })
  await started.stop()
  await t.resolves(started.ended)
})
