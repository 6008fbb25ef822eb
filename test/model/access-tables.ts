/** What each role may, as ROL-4 to ROL-6 print it: written by hand, and nothing that the library itself rests on. */

export type Table = { readonly [role: string]: { readonly [permission: string]: boolean } }

const tableOf = (text: string): Table => {
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
  return Object.fromEntries(
    head
      .slice(1)
      .map((role, column) => [
        role,
        Object.fromEntries(rows.map(([permission = '', ...cells]) => [permission, cells[column] === 'yes'])),
      ]),
  )
}

export const organizationTable = tableOf(`
                   | admin | internal | external | workforce
settings.read      | yes   | no       | no       | no
settings.write     | yes   | no       | no       | no
analytics.read     | yes   | no       | no       | no
audit.read         | yes   | no       | no       | no
mfa_policy.write   | yes   | no       | no       | no
domain_rules.write | yes   | no       | no       | no
members.read       | yes   | yes      | no       | no
members.write      | yes   | no       | no       | no
members.invite     | yes   | no       | no       | no
groups.create      | yes   | no       | no       | no
content.create     | yes   | yes      | no       | no
content.read_all   | yes   | no       | no       | no
`)

export const taskerTable = tableOf(`
                   | admin | workforce_manager | member | tasker
settings.read      | yes   | no                | no     | no
settings.write     | yes   | no                | no     | no
analytics.read     | yes   | no                | no     | no
audit.read         | yes   | no                | no     | no
mfa_policy.write   | yes   | no                | no     | no
domain_rules.write | yes   | no                | no     | no
members.read       | yes   | yes               | yes    | no
members.write      | yes   | yes               | no     | no
members.invite     | yes   | yes               | no     | no
groups.create      | yes   | yes               | no     | no
content.create     | yes   | yes               | yes    | no
content.read_all   | yes   | no                | no     | no
`)

export const projectTable = tableOf(`
                            | admin | team_manager | reviewer | annotator | annotator_reviewer
project.view                | yes   | yes          | yes      | yes       | yes
project.attach_dataset      | yes   | no           | no       | no        | no
project.set_ontology        | yes   | no           | no       | no        | no
project.delete              | yes   | no           | no       | no        | no
project.manage_admins       | yes   | no           | no       | no        | no
project.export_labels       | yes   | no           | no       | no        | no
project.invite              | yes   | yes          | no       | no        | no
project.manage_team         | yes   | yes          | no       | no        | no
project.confirm_annotations | yes   | yes          | no       | no        | no
project.control_tasks       | yes   | yes          | no       | no        | no
project.annotate            | yes   | yes          | no       | yes       | yes
project.review              | yes   | yes          | yes      | no        | yes
project.edit                | yes   | no           | no       | no        | no
`)

export const datasetTable = tableOf(`
                    | admin | user
dataset.view        | yes   | yes
dataset.edit        | yes   | no
dataset.delete      | yes   | no
dataset.manage_team | yes   | no
`)

export const ontologyTable = tableOf(`
                     | admin | user
ontology.view        | yes   | yes
ontology.edit        | yes   | no
ontology.delete      | yes   | no
ontology.manage_team | yes   | no
`)

export const entityTables: { readonly [kind: string]: Table } = {
  project: projectTable,
  dataset: datasetTable,
  ontology: ontologyTable,
}
