import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openLlm } from '../../../platform/llm/open.ts'
import { eachOf, key, openDesk, request, settingsOf, told } from './desk.ts'
import { startVendorServer } from './server.ts'
import { speeches } from './vendors.ts'

/** Everything that the clients would take from the environment, if they were let. */
const planted = {
  OPENAI_API_KEY: 'planted-key',
  OPENAI_BASE_URL: 'http://127.0.0.1:9/planted',
  OPENAI_ORG_ID: 'planted-organisation',
  OPENAI_PROJECT_ID: 'planted-project',
  OPENAI_LOG: 'debug',
  ANTHROPIC_API_KEY: 'planted-key',
  ANTHROPIC_AUTH_TOKEN: 'planted-token',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/planted',
  ANTHROPIC_LOG: 'debug',
  AWS_BEARER_TOKEN_BEDROCK: 'planted-token',
  AWS_ACCESS_KEY_ID: 'planted-id',
  AWS_SECRET_ACCESS_KEY: 'planted-secret',
}

/** The environment of this process, while the test runs. */
const plant = (t: Test, values: Readonly<Record<string, string>>): void => {
  const before = { ...process.env }
  Object.assign(process.env, values)
  t.teardown(() => {
    process.env = before
  })
}

/** What the process prints while the test runs. */
const listenToOutput = (): readonly string[] => {
  const printed: string[] = []
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    t.intercept(console, name, {
      value: (...words: readonly unknown[]) => void printed.push(words.map(String).join(' ')),
    })
  return printed
}

t.test('the settings alone say where to go and with what; nothing is printed', async (t) => {
  plant(t, planted)
  const printed = listenToOutput()
  eachOf(t, speeches, async (t, speech) => {
    const { server, provider } = await openDesk(t, speech, { breakerFailures: 100 })
    server.reply(speech.whole(told))
    t.match(await provider.complete(request), { kind: 'completed' })
    server.reply({ ...speech.whole(told), body: [Buffer.from('{"half')] })
    await provider.complete(request)
    const stream = speech.stream(told)
    server.reply({ ...stream, body: [speech.streamNonsense(), ...stream.body] })
    await provider.complete(request, () => undefined)
    server.reply(speech.trouble('UNAUTHORISED', `the key ${key} is wrong`))
    t.notOk(JSON.stringify(await provider.complete(request)).includes(key))
    t.equal(server.seen.length, 4)
    for (const { headers } of server.seen) t.notMatch(JSON.stringify(headers), 'planted')
    // On Node 20 the client of AWS says once that its days are counted.
    t.same(
      printed.filter((line) => !line.includes('NodeVersionSupportWarning')),
      [],
    )
  })
})

t.test('keys in files, with the line end that files have', async (t) => {
  const server = await startVendorServer()
  t.teardown(server.stop)
  const folder = t.testdir({ key: `${key}\n` })
  for (const speech of speeches) {
    const { keyEnv: _, ...settings } = speech.provider(server.url)
    const port = openLlm(
      settingsOf({
        providers: [{ name: 'vendor', ...settings, keyFile: join(folder, 'key') }],
        routes: [chat],
      }),
      { environment: {} },
    )
    server.reply(speech.whole(told))
    t.match(await port.provider('vendor')!.complete(request), { kind: 'completed' }, speech.name)
    t.equal(speech.asked(server.seen.at(-1)!).key, key)
    port.close()
  }
})

t.test('AWS without a key of Bedrock: requests are signed with what AWS finds', async (t) => {
  const bedrock = speeches.find(({ name }) => name === 'bedrock')!
  const server = await startVendorServer()
  t.teardown(server.stop)
  const AWS_ACCESS_KEY_ID = 'AKIATESTTESTTESTTEST'
  plant(t, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: 'secret' })
  const { keyEnv: _, ...settings } = bedrock.provider(server.url)
  const port = openLlm(
    settingsOf({ providers: [{ name: 'vendor', ...settings }], routes: [chat] }),
    { environment: {} },
  )
  server.reply(bedrock.whole(told))
  t.match(await port.provider('vendor')!.complete(request), { kind: 'completed' })
  t.match(
    server.seen[0]?.headers.authorization,
    /^AWS4-HMAC-SHA256 Credential=AKIATESTTESTTESTTEST\/\d+\/eu-central-1\/bedrock\/aws4_request/,
  )
  port.close()
})

const chat = {
  routeId: 'vendor/model-1',
  provider: 'vendor',
  model: 'model-1',
  kind: 'CHAT',
  contextTokens: 8_000,
  maxOutputTokens: 1_000,
  features: [],
  dataPolicy: { region: 'local', retains: false, trains: false },
  price: { asset: 'USD', perMillionIn: '1', perMillionOut: '2' },
  quality: 0.5,
}

t.test('a key that is not where it is said to be stops the hub with a sentence', async (t) => {
  const folder = t.testdir({})
  const path = join(folder, 'key')
  const open = (provider: object) =>
    openLlm(settingsOf({ providers: [{ name: 'vendor', ...provider }], routes: [chat] }), {
      environment: { EMPTY: '', SPLIT: 'two words' },
    })
  t.throws(() => open({ kind: 'openai' }), /vendor \(openai\) wants a key/)
  t.throws(() => open({ kind: 'anthropic', keyEnv: 'ABSENT' }), /ABSENT, which is empty/)
  t.throws(() => open({ kind: 'groq', keyEnv: 'EMPTY' }), /EMPTY, which is empty/)
  t.throws(() => open({ kind: 'openai', keyFile: path }), /key: ENOENT/)
  writeFileSync(path, 'line\nbreak')
  const refused = t.throws(() => open({ kind: 'openai', keyFile: path }), /is no key/)
  t.notMatch(String(refused), 'break')
  t.throws(() => open({ kind: 'openai', keyEnv: 'SPLIT' }), /is no key/)
  t.doesNotThrow(() => open({ kind: 'ollama' }).close())
})
