import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { printContract } from './print.ts'
import { createSchema } from './schema.ts'

/** `node --import=tsx read-api/schema/write.ts`: writes `read-api/schema.graphql` anew, to be reviewed as a contract. */
writeFileSync(
  fileURLToPath(new URL('../schema.graphql', import.meta.url)),
  printContract(createSchema()),
)
