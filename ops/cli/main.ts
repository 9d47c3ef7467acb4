#!/usr/bin/env node
import { mindClosedPipes } from './closed-pipes.ts'
import { createProgram } from './program.ts'
import { tellFailure } from './say.ts'

mindClosedPipes()
try {
  await createProgram().parseAsync()
} catch (error) {
  process.exit(tellFailure(error))
}
