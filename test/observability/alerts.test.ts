import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { anchorsOf } from './anchors.ts'
import { alertCases } from './alert-cases.ts'
import { metricsIn, exposedNames } from './prometheus.ts'

const rules = fileURLToPath(new URL('../../ops/prometheus/alerts.yml', import.meta.url))
const text = readFileSync(rules, 'utf8')
const alerts = [...text.matchAll(/^ +- alert: (\w+)/gm)].map(([, name = '']) => name)

const promtool = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

t.test('Prometheus takes the rules', async (t) => {
  const { status, said } = promtool('check', 'rules', '--lint=all', '--lint-fatal', rules)
  t.equal(status, 0, said)
})

t.test('each alert fires when it should, and not when it is nearly so', async (t) => {
  t.strictSame(alerts.toSorted(), Object.keys(alertCases).toSorted(), 'each has its case')
  const tests = Object.entries(alertCases).flatMap(([alert, { at, fires, quiet }]) =>
    [
      { series: fires, expected: [{ labels: '{}', value: 1 }] },
      { series: quiet, expected: [] },
    ].map(({ series, expected }) => ({
      name: `${alert}, ${expected.length === 0 ? 'quiet' : 'fires'}`,
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
          eval_time: at,
          exp_samples: expected,
        },
      ],
    })),
  )
  const directory = t.testdir()
  mkdirSync(directory, { recursive: true })
  const file = join(directory, 'alerts.test.yml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }))
  const { status, said } = promtool('test', 'rules', file)
  t.equal(status, 0, said)
})

t.test('alerts ask only for what the hub tells', async (t) => {
  const names = metricsIn(text)
  t.ok(names.length > 10)
  for (const name of names) t.ok(exposedNames.has(name), name)
})

t.test('each alert says what to do', async (t) => {
  const anchors = anchorsOf('docs/operations.md')
  const links = [...text.matchAll(/runbook_url: (\S+)/g)].map(([, link = '']) => link)
  t.equal(links.length, alerts.length)
  for (const link of links) {
    const [page, anchor = ''] = link.split('#')
    t.equal(page, 'docs/operations.md')
    t.ok(anchors.has(anchor), link)
  }
  t.equal([...text.matchAll(/labels: \{ severity: (page|ticket) \}/g)].length, alerts.length)
})
