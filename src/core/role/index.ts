export * from './catalogue.ts'
export * from './define-roles.ts'
export * from './model.ts'
