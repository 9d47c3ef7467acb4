import { Command } from 'commander'
import { bytesInWords } from '../../progress/words.ts'
import { verifyStore, type Verification } from '../../store/verify.ts'
import { longWork } from '../long-work.ts'
import { linesOption, type Json } from '../options.ts'
import { storeDirectory } from './directory.ts'
import { dirOption, type InDirectory } from './options.ts'

const inWords = ({ events, bytes, files, index }: Verification): string => {
  const state =
    index.kind === 'to-be-rebuilt'
      ? `the next start builds the index anew: ${index.why}`
      : index.kind === 'whole'
        ? 'the index is whole'
        : 'the index was not checked while the node runs'
  return `${events} events in ${files} files (${bytesInWords(bytes)}) are whole; ${state}`
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'read the embedded event store and check every byte of its log, and its index; a hub may run',
    )
    .addOption(dirOption())
    .addOption(linesOption())
    .action(({ dir, ...output }: InDirectory & Json) => {
      const directory = storeDirectory(dir)
      return longWork(output, (onStep) => verifyStore(directory, onStep), inWords)
    })
