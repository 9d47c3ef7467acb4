import { builder } from '../schema/builder.ts'

export const AppTypeEnum = builder.enumType('AppType', {
  description: 'What an app is for.',
  values: {
    ALGORITHM: { description: 'A known algorithm, ready to run.' },
    OPTIMISATION: { description: 'Best of many.' },
    SIMULATION: { description: 'Of physical systems.' },
    CHEMISTRY: { description: 'Molecules and materials.' },
    MACHINE_LEARNING: { description: 'Classifiers, kernels, generators.' },
    CRYPTOGRAPHY: { description: 'Keys, random numbers, and breaking them.' },
    ERROR_CORRECTION: { description: 'Codes and decoders.' },
    EDUCATION: { description: 'To learn by.' },
    TOOL: { description: 'For those who write apps.' },
    OTHER: { description: 'Something else.' },
  },
})

export const VisibilityEnum = builder.enumType('AppVisibility', {
  description: 'Who finds an app in the registry.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    UNLISTED: { description: 'Whoever knows its id or slug.' },
    PRIVATE: { description: 'Its own organisation.' },
  },
})

export const VersionStatusEnum = builder.enumType('AppVersionStatus', {
  description: 'Where a version of an app is.',
  values: {
    DRAFT: { description: 'Being written.' },
    VALIDATING: { description: 'Being checked.' },
    VALIDATED: { description: 'Found right; it may be released.' },
    INVALID: { description: 'Found wrong; its report says where.' },
    RELEASED: { description: 'It never changes again.' },
    YANKED: { description: 'Taken back: nobody new is given it.' },
  },
})

export const ProjectStatusEnum = builder.enumType('ProjectStatus', {
  description: 'Where a project is.',
  values: {
    ACTIVE: { description: 'Being worked on.' },
    ARCHIVED: { description: 'Kept as it is.' },
  },
})

export const ProgramFormat = builder.enumType('ProgramFormat', {
  description: 'In which form a version has its program.',
  values: {
    OPENQASM: { description: 'OpenQASM text.' },
    PACKAGE: { description: 'An archive that was uploaded.' },
  },
})

export const RegistryOrder = builder.enumType('RegistryOrder', {
  description: 'What the registry is ordered by.',
  values: {
    RELEVANCE: { description: 'How well they fit what is searched for.' },
    PUBLISHED_AT: { description: 'When they were published.' },
    DOWNLOADS: { description: 'How often they were downloaded.' },
    LIKES: { description: 'By how many they are liked.' },
  },
})
