import type { Doc } from "../model/decls.ts";
import type { ComptimeOutline, ContainerOutline, Member, ParamOutline, Range, TypeOutline, VariableOutline } from "./outline.ts";

/** How far text moved: offsets in UTF-16 units, and lines. */
export interface Shift {
  readonly by: number;
  readonly lines: number;
}

/** A declaration as it is after the text before it changed in length. */
export function shiftMember(member: Member, shift: Shift): Member {
  if (shift.by === 0 && shift.lines === 0) return member;
  switch (member.kind) {
    case "fn":
      return {
        ...member,
        start: member.start + shift.by,
        end: member.end + shift.by,
        nameRange: moved(member.nameRange, shift),
        params: member.params.map(({ name, type, isComptime }): ParamOutline => ({ name, type: shiftType(type, shift), isComptime })),
        callconv: orNull(member.callconv, shift),
        returns: member.returns === null ? null : shiftType(member.returns, shift),
        doc: shiftDoc(member.doc, shift),
      };
    case "variable":
      return shiftVariable(member, shift);
    case "field":
      return {
        ...member,
        start: member.start + shift.by,
        end: member.end + shift.by,
        nameRange: moved(member.nameRange, shift),
        type: member.type === null ? null : shiftType(member.type, shift),
        align: orNull(member.align, shift),
        value: orNull(member.value, shift),
        doc: shiftDoc(member.doc, shift),
      };
    case "comptime":
      return shiftBlock(member, shift);
    case "using":
      return shiftRange(member, shift);
  }
}

export function shiftRange<T extends Range>(range: T, { by }: Shift): T {
  return { ...range, start: range.start + by, end: range.end + by };
}

/** Written out, here and below: copies of one shape are many times faster than those of any shape, and a large file has thousands. */
function moved({ start, end }: Range, { by }: Shift): Range {
  return { start: start + by, end: end + by };
}

function orNull(range: Range | null, shift: Shift): Range | null {
  return range === null ? null : moved(range, shift);
}

function shiftDoc(doc: Doc | null, { lines }: Shift): Doc | null {
  return doc === null || lines === 0 ? doc : { ...doc, line: doc.line + lines };
}

function shiftType({ start, end, containers }: TypeOutline, shift: Shift): TypeOutline {
  const inner = containers.length === 0 ? containers : containers.map((container) => shiftContainer(container, shift));
  return { start: start + shift.by, end: end + shift.by, containers: inner };
}

function shiftContainer(container: ContainerOutline, shift: Shift): ContainerOutline {
  return {
    ...container,
    start: container.start + shift.by,
    end: container.end + shift.by,
    argument: orNull(container.argument, shift),
    members: container.members.map((member) => shiftMember(member, shift)),
  };
}

function shiftVariable(variable: VariableOutline, shift: Shift): VariableOutline {
  return {
    ...variable,
    start: variable.start + shift.by,
    end: variable.end + shift.by,
    nameRange: moved(variable.nameRange, shift),
    type: variable.type === null ? null : shiftType(variable.type, shift),
    value: variable.value === null ? null : shiftType(variable.value, shift),
    doc: shiftDoc(variable.doc, shift),
  };
}

function shiftBlock(block: ComptimeOutline, shift: Shift): ComptimeOutline {
  return {
    ...shiftRange(block, shift),
    locals: block.locals.map((local) => shiftVariable(local, shift)),
    exports: block.exports.map((call) => ({
      ...shiftRange(call, shift),
      arguments: call.arguments.map((argument) => shiftRange(argument, shift)),
    })),
    blocks: block.blocks.map((inner) => shiftBlock(inner, shift)),
  };
}
