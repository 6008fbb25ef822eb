export * from './catalogue.ts'
export * from './model.ts'
