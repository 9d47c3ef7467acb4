import { parse, parseAllDocuments, stringify } from 'yaml'
import type { Infrastructure } from '../../domain/agents/plans/infrastructure.ts'
import { composeFilesOf, composeOf } from './compose.ts'
import { kubernetesOf } from './kubernetes.ts'
import { composeFaults, kubernetesFaults } from './validate.ts'
import type { ManifestFile } from './written.ts'

/** As those who read it understand YAML: there, `no` and `on` are no texts unless they are quoted. */
const version = '1.1'

const yaml = (value: unknown): string => stringify(value, { version, aliasDuplicateObjects: false })

/**
 * The files that a plan comes to: Compose, Kubernetes, and what services are given to read. What is validated is the text
 * that is handed out, read back; `faults` is empty unless this code and the schemas disagree.
 */
export const manifestsOf = (
  plan: Infrastructure,
): { readonly files: readonly ManifestFile[]; readonly faults: readonly string[] } => {
  const compose = yaml(composeOf(plan))
  const kubernetes = kubernetesOf(plan).map(yaml).join('---\n')
  return {
    files: [
      { path: 'compose.yaml', content: compose },
      { path: 'kubernetes.yaml', content: kubernetes },
      ...composeFilesOf(plan),
    ],
    faults: [
      ...composeFaults(parse(compose, { version })),
      ...kubernetesFaults(
        parseAllDocuments(kubernetes, { version }).map((each) => each.toJS() as unknown),
      ),
    ],
  }
}
