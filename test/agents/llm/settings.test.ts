import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { llmCheck } from '../../../ops/doctor/llm.ts'
import type { Patient } from '../../../ops/doctor/finding.ts'
import { loadConfig } from '../../../platform/config/load.ts'
import { ModelRoute } from '../../../domain/agents/routing/route.ts'
import { localRoutes } from '../../../platform/llm/local/routes.ts'
import { openLlm } from '../../../platform/llm/open.ts'
import { parseLlmSettings, readLlmSettings } from '../../../platform/llm/settings.ts'
import { fencesOf } from '../../docs/markdown.ts'

const page = readFileSync(
  new URL('../../../docs/how-to/use-language-models.md', import.meta.url),
  'utf8',
)
const example = (): unknown =>
  JSON.parse(fencesOf(page).find(({ purpose }) => purpose === 'settings')?.text ?? '')

t.test('the settings of the page open', async (t) => {
  const folder = t.testdir({ openai: 'sk-from-a-file\n' })
  const settings = parseLlmSettings(example(), ModelRoute)
  const providers = settings.providers.map((provider) =>
    provider.kind === 'openai' ? { ...provider, keyFile: join(folder, 'openai') } : provider,
  )
  const port = openLlm(
    { ...settings, providers },
    { environment: { ANTHROPIC_API_KEY: 'sk-a', GROQ_API_KEY: 'sk-g' } },
  )
  t.same(
    port.health().map(({ provider, breaker }) => [provider, breaker]),
    settings.providers.map(({ name }) => [name, 'CLOSED']),
  )
  t.ok(port.routes.every(({ provider }) => port.provider(provider) !== undefined))
  t.equal(port.provider('another'), undefined)
  port.close()
})

t.test('without a file the local provider alone', async (t) => {
  t.same(readLlmSettings('local', ModelRoute).routes, localRoutes)
  const port = openLlm(readLlmSettings('local', ModelRoute), { environment: {} })
  t.match(port.health(), [{ provider: 'local', breaker: 'CLOSED' }])
  port.close()
})

t.test('a mistake is told in a sentence', async (t) => {
  const settings = example() as { providers: object[]; routes: object[] }
  const [local] = settings.providers
  const [route] = settings.routes
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ ...settings, providers: [...settings.providers, local] }, /every provider once/],
    [{ ...settings, routes: [...settings.routes, route] }, /every route once/],
    [{ ...settings, providers: [local] }, /openai\/small is of no listed provider/],
    [
      { ...settings, providers: [{ name: 'a', kind: 'openai', keyEnv: 'A', keyFile: 'b' }] },
      /a has two keys/,
    ],
    [{ ...settings, providers: [{ name: 'a', kind: 'openai', key: 'sk-1' }] }, /key/],
    [{ ...settings, providers: [{ name: 'a', kind: 'bedrock' }] }, /region/],
    [{ ...settings, providers: [] }, /providers/],
  ]
  for (const [value, words] of wrong) {
    const path = join(t.testdir({ 'llm.json': JSON.stringify(value) }), 'llm.json')
    t.throws(() => readLlmSettings(path, ModelRoute), words)
    t.throws(() => readLlmSettings(path, ModelRoute), /QHUB_LLM names .*llm\.json/)
  }
  t.throws(() => readLlmSettings('/nowhere/llm.json', ModelRoute), /ENOENT/)
})

t.test('the doctor says which provider has no key, and asks nobody', async (t) => {
  const path = join(t.testdir({ 'llm.json': JSON.stringify(example()) }), 'llm.json')
  const told = async (llm: string) => {
    const loaded = loadConfig(
      { QHUB_DATA_DIR: t.testdirName, QHUB_LLM: llm },
      { createKeys: false },
    )
    if (!loaded.ok) throw new Error(loaded.message)
    // The check looks at the configuration alone.
    return llmCheck.look({ config: loaded.config } as Patient)
  }
  t.match(await told('local'), [{ severity: 'ok', finding: /answers by rules/ }])
  const findings = await told(path)
  t.match(findings, [{ severity: 'ok' }, { severity: 'error', finding: /openai is to be in/ }])
  t.match(findings.at(-1), { severity: 'ok', finding: 'aws (bedrock) is asked without a key' })
  t.match(await told(join(t.testdirName, 'absent.json')), [{ severity: 'error', next: String }])
})
