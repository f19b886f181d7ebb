import {
  type ColumnDefinitionNode,
  DataTypeNode,
  GeneratedNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  RawNode,
} from 'kysely';

/**
 * What migrations mean on Postgres by the types that they name, so that they are written once: `text` is ordered by its
 * bytes, as in SQLite; an integer that is the primary key is given by the database, as in SQLite; `blob` is `bytea`.
 */
class PortableTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(
    node: ColumnDefinitionNode,
    queryId?: Parameters<OperationNodeTransformer['transformNode']>[1],
  ): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node, queryId);
    if (!DataTypeNode.is(column.dataType)) return column;
    const { dataType } = column.dataType;
    if (dataType === 'text') return { ...column, dataType: RawNode.createWithSql('text collate "C"') };
    if (dataType === 'blob') return { ...column, dataType: DataTypeNode.create('bytea') };
    if (dataType === 'integer' && column.primaryKey === true) {
      return {
        ...column,
        dataType: DataTypeNode.create('bigint'),
        autoIncrement: false,
        generated: GeneratedNode.create({ identity: true, byDefault: true }),
      };
    }
    return column;
  }
}

const types = new PortableTypes();

export const portableTypes: KyselyPlugin = {
  transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => types.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};
