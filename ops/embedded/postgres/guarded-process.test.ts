import t from 'tap'
import { startGuarded } from './guarded-process.ts'

const late = `
console.log('ready')
setTimeout(() => process.on('SIGINT', () => process.exit(0)), 300)
setInterval(() => undefined, 1000)
`

t.test('a program that listens to nothing yet when it is ready ends all the same', async (t) => {
  const started = await startGuarded({
    command: process.execPath,
    args: ['-e', late],
    ready: /^ready$/,
  })
  await started.stop()
  await t.resolves(started.ended)
})
