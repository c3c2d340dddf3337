"""Reads the plain part of YAML that this repository uses, with nothing but the standard library.

Block mappings and sequences, one-line flow collections, quoted and plain scalars, literal blocks. Every scalar is the
text as written: `on` stays "on" and 30 stays "30". What is not understood is an error, never a guess.
"""

import re

KEY = re.compile(r'("[^"\\]*"|\'[^\']*\'|[^\s"\'\[\]{}&*!|>%@`#,?-][^"\'#]*?|-[^\s][^"\'#]*?):(?:\s+(.*))?$')


class NotPlain(Exception):
    pass


def read(text):
    reader = _Reader(text)
    value = reader.block(0)
    if reader.peek() is not None:
        raise NotPlain(f"line {reader.at + 1}: not expected here")
    return value


class _Reader:
    def __init__(self, text):
        if "\t" in text or "\r" in text:
            raise NotPlain("tabs and carriage returns are not plain")
        self.lines = text.split("\n")
        self.at = 0

    def peek(self):
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line.lstrip().startswith("#"):
                return len(line) - len(line.lstrip()), line.strip()
            self.at += 1
        return None

    def stop(self, why):
        raise NotPlain(f"line {self.at + 1}: {why}: {self.lines[self.at] if self.at < len(self.lines) else 'the end'}")

    def block(self, least):
        head = self.peek()
        if head is None or head[0] < least:
            self.stop("a value is missing")
        return self.sequence(head[0]) if re.match(r"-(\s|$)", head[1]) else self.mapping(head[0])

    def mapping(self, indent):
        result = {}
        while (head := self.peek()) and head[0] == indent and not re.match(r"-(\s|$)", head[1]):
            match = KEY.match(head[1])
            if not match:
                self.stop("not a key")
            key = _unquoted(match[1])
            if key in result:
                self.stop("this key is there twice")
            result[key] = self.value(match[2] or "", indent)
        if (head := self.peek()) and head[0] > indent:
            self.stop("indented too far")
        return result

    def value(self, text, indent):
        text = _without_comment(text)
        if re.fullmatch(r"[|>]-?", text):
            return self.literal(indent, folded=text[0] == ">", keep=len(text) == 1)
        self.at += 1
        if text:
            return _flow(text, self)
        head = self.peek()
        if head and (head[0] > indent or (head[0] == indent and re.match(r"-(\s|$)", head[1]))):
            return self.block(indent)
        self.stop("a value is missing")

    def literal(self, indent, folded, keep):
        self.at += 1
        lines = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            lines.append(line)
            self.at += 1
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        text = (" " if folded else "\n").join(line[margin:] for line in lines).rstrip()
        return text + ("\n" if keep else "")

    def sequence(self, indent):
        result = []
        while (head := self.peek()) and head[0] == indent and re.match(r"-(\s|$)", head[1]):
            rest = head[1][1:].lstrip()
            column = indent + len(head[1]) - len(rest)
            if not rest or rest.startswith("#"):
                self.at += 1
                result.append(self.block(indent + 1))
            elif KEY.match(rest) and rest[0] not in "[{":
                self.lines[self.at] = " " * column + rest
                result.append(self.mapping(column))
            else:
                self.at += 1
                result.append(_flow(_without_comment(rest), self))
        return result


def _without_comment(text):
    return re.match(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?<!\s)#|[^#"']|["'])*""", text)[0].strip()


def _unquoted(text):
    if len(text) >= 2 and text[0] == text[-1] == '"':
        if "\\" in text:
            text = text.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\")
        return text[1:-1]
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text


def _flow(text, reader):
    if text[0] not in "[{":
        if text[0] in "&*!%@`" or (text[0] in "\"'" and text[-1] != text[0]):
            reader.stop("not plain")
        return _unquoted(text)
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[\[\]{},]|:(?=\s)|[^\s\[\]{},"\'](?:[^\[\]{},:]|:(?!\s))*', text)
    value, rest = _flow_value([token.strip() for token in tokens], reader)
    if rest:
        reader.stop("text after the closing bracket")
    return value


def _flow_value(tokens, reader):
    if not tokens:
        reader.stop("the bracket is not closed on this line")
    head, rest = tokens[0], tokens[1:]
    if head not in ("[", "{"):
        if head in ("]", "}", ",", ":") or head[0] in "&*!%@`":
            reader.stop("not plain")
        return _unquoted(head), rest
    close = "]" if head == "[" else "}"
    result = [] if head == "[" else {}
    while rest and rest[0] != close:
        item, rest = _flow_value(rest, reader)
        if head == "{":
            if not rest or rest[0] != ":" or item in result:
                reader.stop("a key without a value, or twice")
            result[item], rest = _flow_value(rest[1:], reader)
        else:
            result.append(item)
        if rest and rest[0] == ",":
            rest = rest[1:]
        elif not rest or rest[0] != close:
            reader.stop("the bracket is not closed on this line")
    if not rest:
        reader.stop("the bracket is not closed on this line")
    return result, rest[1:]
