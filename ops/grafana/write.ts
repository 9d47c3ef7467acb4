import { writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { dashboards, type Dashboard } from './dashboards.ts'
import type { Panel, Row } from './panels.ts'

/** Grafana's grid is 24 wide; three panels stand beside each other. */
const [width, height] = [8, 7]
const datasource = { type: 'prometheus', uid: '${datasource}' }

const panelJson = (
  { title, form, unit, queries, description }: Panel,
  id: number,
  y: number,
  x: number,
) => ({
  ...{ id, type: form, title, description, datasource },
  gridPos: { h: height, w: width, x, y },
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  targets: queries.map(({ expr, legend }, index) => ({
    refId: String.fromCodePoint(65 + index),
    ...{ datasource, expr, legendFormat: legend },
  })),
})

const rowJson = ({ title, panels }: Row, firstId: number, top: number) => ({
  json: [
    {
      id: firstId,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { h: 1, w: 24, x: 0, y: top },
    },
    ...panels.map((panel, index) =>
      panelJson(
        panel,
        firstId + 1 + index,
        top + 1 + Math.floor(index / 3) * height,
        (index % 3) * width,
      ),
    ),
  ],
  bottom: top + 1 + Math.ceil(panels.length / 3) * height,
})

const variables = [
  { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' },
  {
    name: 'instance',
    type: 'query',
    label: 'Process',
    datasource,
    query: 'label_values(process_uptime_seconds, instance)',
    refresh: 2,
    multi: true,
    includeAll: true,
    allValue: '.*',
  },
]

/** As Grafana 10 and later import it. */
export const jsonOf = ({ uid, title, rows }: Dashboard): string => {
  const panels: object[] = []
  let top = 0
  for (const row of rows) {
    const { json, bottom } = rowJson(row, panels.length + 1, top)
    panels.push(...json)
    top = bottom
  }
  const json = {
    ...{ uid, title, tags: ['quantum-hub'], schemaVersion: 39, version: 1, editable: true },
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    templating: { list: variables },
    panels,
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}

export const fileOf = ({ uid }: Dashboard): URL => new URL(`./${uid}.json`, import.meta.url)

// Run as a program it writes the files that Grafana imports; the formatter has the last word on them.
if (argv[1] === fileURLToPath(import.meta.url))
  for (const dashboard of dashboards) writeFileSync(fileOf(dashboard), jsonOf(dashboard))
