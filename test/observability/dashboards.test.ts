import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { dashboards } from '../../ops/grafana/dashboards.ts'
import { fileOf, jsonOf } from '../../ops/grafana/write.ts'
import { exposedNames, metricsIn } from './prometheus.ts'

const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels))
const queries = panels.flatMap((panel) => panel.queries.map(({ expr }) => expr))

t.test('the files are current', async (t) => {
  for (const dashboard of dashboards)
    t.strictSame(
      JSON.parse(readFileSync(fileOf(dashboard), 'utf8')),
      JSON.parse(jsonOf(dashboard)),
      'else run: node --import=tsx ops/grafana/write.ts',
    )
  const files = readdirSync(new URL('../../ops/grafana/', import.meta.url))
  t.equal(files.filter((file) => file.endsWith('.json')).length, dashboards.length)
})

t.test('nothing has the id of something else', async (t) => {
  t.equal(new Set(dashboards.map(({ uid }) => uid)).size, dashboards.length)
  for (const dashboard of dashboards) {
    // The shape is what was just written.
    const { panels: all } = JSON.parse(jsonOf(dashboard)) as {
      readonly panels: readonly { readonly id: number; readonly gridPos: object }[]
    }
    t.equal(new Set(all.map(({ id }) => id)).size, all.length)
    t.equal(new Set(all.map(({ gridPos }) => JSON.stringify(gridPos))).size, all.length)
    t.match(jsonOf(dashboard), '"uid": "${datasource}"')
  }
})

t.test('Prometheus can read every query', async (t) => {
  t.ok(queries.length > 40)
  const directory = t.testdir({})
  const file = join(directory, 'queries.yml')
  const rules = queries.map((expr, index) => ({
    record: `query:number_${index}`,
    // What Grafana fills in.
    expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*'),
  }))
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules }] }))
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], {
    encoding: 'utf8',
  })
  t.equal(status, 0, `${stdout}${stderr}`)
})

t.test('dashboards ask only for what the hub tells, and leave little of it out', async (t) => {
  const asked = metricsIn(queries.join('\n'))
  for (const name of asked) t.ok(exposedNames.has(name), name)
  t.ok(asked.length > 35, `${asked.length} series`)
})
