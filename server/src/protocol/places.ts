/** 0-based line and UTF-16 unit, as the Language Server Protocol has it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface PlaceParams {
  readonly uri: string;
  readonly position: Position;
}
