import Workflows

/// The suite `unit` of a new workflow: one Python program that needs the standard library alone.
extension Scaffold {
  var suite: String {
    #"""
    """The suite 'unit' of this workflow: python3 tests/unit.py

    Where $COUNTERSIGN_JUNIT names a file, a JUnit report is written there. Whatever must stay true of the workflow belongs
    here: add a method 'test_…' to Unit.
    """

    \#(imports)
    import xml.etree.ElementTree as xml

    sys.dont_write_bytecode = True  # the directory is the version: nothing may be left in it
    HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    DEFINITION = os.path.join(HERE, "\#(definitionFile)")


    def text(path):
        with open(path, encoding="utf-8") as file:
            return file.read()


    \#(reader)class Unit(unittest.TestCase):
    \#(tests)
        def test_the_runbook_says_what_to_do(self):
            runbook = text(os.path.join(HERE, "RUNBOOK.md"))
            for section in ("Pause", "Roll back", "Fall back to hand work"):
                found = re.search(rf"^## {section}[ ]*\n(.*?)(?=^## |\Z)", runbook, re.M | re.S)
                self.assertTrue(found and found[1].strip(), f"RUNBOOK.md says nothing under '## {section}'")


    class Result(unittest.TextTestResult):
        """Keeps what a JUnit report says."""

        def __init__(self, *arguments, **settings):
            super().__init__(*arguments, **settings)
            self.report = xml.Element("testsuite", name="unit")

        def note(self, test, kind=None, words=""):
            case = xml.SubElement(self.report, "testcase", classname="unit", name=test.id().split(".")[-1])
            if kind:
                xml.SubElement(case, kind).text = re.sub("[^\t\n\x20-\x7e\xa0-\ud7ff]", "?", words)

        def addSuccess(self, test):
            super().addSuccess(test)
            self.note(test)

        def addFailure(self, test, error):
            super().addFailure(test, error)
            self.note(test, "failure", str(error[1]))

        def addError(self, test, error):
            super().addError(test, error)
            self.note(test, "error", str(error[1]))

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            self.note(test, "skipped", reason)

        def addSubTest(self, test, subtest, error):
            super().addSubTest(test, subtest, error)
            if error:
                self.note(subtest, "failure", str(error[1]))

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self.note(test, "failure", "it was expected to fail, and passed")


    if __name__ == "__main__":
        result = unittest.TextTestRunner(resultclass=Result, verbosity=2).run(
            unittest.defaultTestLoader.loadTestsFromTestCase(Unit)
        )
        if "COUNTERSIGN_JUNIT" in os.environ:
            result.report.set("tests", str(len(result.report)))
            xml.ElementTree(result.report).write(os.environ["COUNTERSIGN_JUNIT"], encoding="utf-8", xml_declaration=True)
        sys.exit(0 if result.testsRun and result.wasSuccessful() else 1)

    """#
  }

  private var imports: String {
    let own =
      switch engine {
      case .stepFunctions where isYAML: [String]()
      case .n8n, .stepFunctions, .logicApps, .nodeRed: ["json"]
      case .script: ["subprocess"]
      case .githubActions, .argo, .serverlessWorkflow, .bpmn: [String]()
      }
    return (own + ["os", "re", "sys", "unittest"]).sorted().map { "import \($0)" }.joined(separator: "\n")
  }

  /// How the definition is read.
  private var reader: String {
    switch engine {
    case .stepFunctions where isYAML: Self.yamlReader
    case .n8n, .stepFunctions, .logicApps, .nodeRed: Self.jsonReader
    case .githubActions, .argo, .serverlessWorkflow: Self.yamlReader
    case .bpmn, .script: ""
    }
  }

  private var tests: String {
    switch engine {
    case .n8n: Self.n8nTests
    case .stepFunctions: Self.stepFunctionsTests
    case .githubActions: Self.githubActionsTests
    case .argo: Self.argoTests
    case .logicApps: Self.logicAppsTests
    case .nodeRed: Self.nodeRedTests
    case .bpmn: Self.bpmnTests
    case .serverlessWorkflow: Self.serverlessWorkflowTests
    case .script: Self.scriptTests
    }
  }

  private static let jsonReader = #"""
    def members(pairs):
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            raise ValueError(f"a key is there twice, of {keys}")
        return dict(pairs)


    def definition():
        return json.loads(text(DEFINITION), object_pairs_hook=members)



    """#

  private static let yamlReader = #"""
    def definition():
        """Every scalar is text, so that `on` stays `on`."""
        try:
            import yaml
        except ImportError:
            return Plain(text(DEFINITION)).document()
        return yaml.load(text(DEFINITION), Loader=yaml.BaseLoader)


    class Plain:
        """Reads plain block YAML without any library; brackets on one line stay text. What it does not know is an error."""

        KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#\[\]{}&*!|>%@`,-][^#"']*?|-[^\s#"'][^#"']*?):(?:\s+(.*))?$""")

        def __init__(self, source):
            self.lines = source.split("\n")
            self.at = 0

        def stop(self, why):
            raise ValueError(f"line {self.at + 1}: {why} (for YAML beyond the plain: pip install pyyaml)")

        def head(self):
            while self.at < len(self.lines):
                line = self.lines[self.at]
                if line.strip() and not line.lstrip().startswith("#"):
                    if "\t" in line[: len(line) - len(line.lstrip())]:
                        self.stop("a tab indents")
                    return len(line) - len(line.lstrip()), line.strip()
                self.at += 1
            return -1, ""

        def document(self):
            value = self.block(0)
            if self.head()[0] >= 0:
                self.stop("not expected here")
            return value

        def block(self, least):
            indent, line = self.head()
            if indent < least:
                self.stop("a value is missing")
            return self.sequence(indent) if re.match(r"-(\s|$)", line) else self.mapping(indent)

        def mapping(self, indent):
            found = {}
            while self.head()[0] == indent and not re.match(r"-(\s|$)", self.head()[1]):
                match = self.KEY.match(self.head()[1])
                if not match:
                    self.stop("this is no key with a value")
                key = match[1].strip("\"'")
                if key in found:
                    self.stop(f"the key '{key}' is there twice")
                found[key] = self.value(match[2] or "", indent)
            if self.head()[0] > indent:
                self.stop("indented too far")
            return found

        def sequence(self, indent):
            found = []
            while self.head()[0] == indent and re.match(r"-(\s|$)", self.head()[1]):
                rest = self.head()[1][1:].lstrip()
                if self.KEY.match(rest) or re.match(r"-\s", rest):
                    column = len(self.lines[self.at]) - len(self.lines[self.at].lstrip()[1:].lstrip())
                    self.lines[self.at] = " " * column + rest
                    found.append(self.block(column))
                else:
                    found.append(self.value(rest, indent))
            return found

        def value(self, rest, indent):
            rest = re.sub(r"(^|\s)#.*$", "", rest) if rest[:1] not in ("'", '"') else rest
            self.at += 1
            if re.fullmatch(r"[|>][-+0-9]*", rest):
                return self.literal(indent)
            if rest[:1] in ("&", "*", "!", "@", "`", "%"):
                self.stop(f"'{rest[0]}' is not plain")
            if rest[:1] in ("[", "{") and rest[-1:] != {"[": "]", "{": "}"}[rest[0]]:
                self.stop("the bracket is not closed on its line")
            if rest:
                return rest.strip("\"'")
            here, line = self.head()
            return self.block(indent) if here > indent or (here == indent and re.match(r"-(\s|$)", line)) else ""

        def literal(self, indent):
            lines = []
            while self.at < len(self.lines):
                line = self.lines[self.at]
                if line.strip() and len(line) - len(line.lstrip()) <= indent:
                    break
                lines.append(line)
                self.at += 1
            return "\n".join(lines)



    """#

  private static let n8nTests = """
        def test_the_definition_is_one_n8n_workflow(self):
            flow = definition()
            self.assertTrue(flow["nodes"], "there are no nodes")
            names = [node["name"] for node in flow["nodes"]]
            self.assertEqual(len(names), len(set(names)), "two nodes have one name, and connections go by names")

        def test_every_connection_leads_from_a_node_to_a_node(self):
            flow = definition()
            names = {node["name"] for node in flow["nodes"]}
            for source, kinds in flow["connections"].items():
                self.assertIn(source, names)
                for target in (t for outputs in kinds.values() for output in outputs for t in output or []):
                    self.assertIn(target["node"], names, f"from {source}")

    """

  private static let stepFunctionsTests = """
        def test_the_definition_is_a_state_machine_whose_steps_exist(self):
            self.machine(definition())

        def machine(self, machine):
            states = machine["States"]
            self.assertIn(machine["StartAt"], states)
            for name, state in states.items():
                ways = [state.get("Next"), state.get("Default")]
                ways += [way.get("Next") for way in state.get("Choices", []) + state.get("Catch", [])]
                for way in filter(None, ways):
                    self.assertIn(way, states, f"from {name}")
                ends = state.get("End") in (True, "true") or state["Type"] in ("Succeed", "Fail")
                self.assertTrue(ends or any(ways), f"{name} leads nowhere")
                inner = state.get("Branches", []) + [state.get("ItemProcessor"), state.get("Iterator")]
                for part in filter(None, inner):
                    self.machine(part)

    """

  private static let githubActionsTests = """
        def test_the_definition_says_when_and_what(self):
            workflow = definition()
            self.assertTrue({"on", "jobs"} <= set(workflow), f"there are only {sorted(workflow)}")
            self.assertTrue(workflow["jobs"], "there are no jobs")

        def test_jobs_wait_for_jobs_that_exist(self):
            jobs = definition()["jobs"]
            for name, job in jobs.items():
                needs = job.get("needs", [])
                for other in re.findall(r"[\\w-]+", needs) if isinstance(needs, str) else needs:
                    self.assertIn(other, jobs, f"needed by {name}")

    """

  private static let argoTests = """
        def test_the_definition_is_one_of_argo(self):
            self.assertTrue(definition()["apiVersion"].startswith("argoproj.io/"))

        def test_the_entrypoint_is_a_template(self):
            workflow = definition()
            spec = workflow["spec"].get("workflowSpec", workflow["spec"])
            names = [template["name"] for template in spec.get("templates", [])]
            self.assertTrue(names or "workflowTemplateRef" in spec, "there are no templates")
            if names and "entrypoint" in spec:
                self.assertIn(spec["entrypoint"], names)

    """

  private static let logicAppsTests = """
        def test_the_definition_is_a_workflow_definition(self):
            self.assertIn("workflowdefinition.json", self.workflow()["$schema"])

        def test_actions_run_after_actions_that_exist(self):
            self.order(self.workflow()["actions"])

        def workflow(self):
            found = definition()
            found = found.get("properties", found)
            return found.get("definition", found)

        def order(self, actions):
            for name, action in actions.items():
                for other in action.get("runAfter", {}):
                    self.assertIn(other, actions, f"before {name}")
                for part in [action, action.get("else", {}), action.get("default", {}), *action.get("cases", {}).values()]:
                    self.order(part.get("actions", {}))

    """

  private static let nodeRedTests = """
        def test_the_definition_is_a_list_of_nodes_with_ids_of_their_own(self):
            ids = [node["id"] for node in definition()]
            self.assertTrue(ids, "there are no nodes")
            self.assertEqual(len(ids), len(set(ids)))

        def test_every_wire_leads_to_a_node(self):
            nodes = {node["id"]: node for node in definition()}
            for node in nodes.values():
                for target in (target for output in node.get("wires", []) for target in output):
                    self.assertIn(target, nodes, f"from {node['id']}")

    """

  private static let bpmnTests = """
        MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

        def test_the_definition_has_a_process(self):
            definitions = xml.parse(DEFINITION).getroot()
            self.assertEqual(definitions.tag, self.MODEL + "definitions")
            self.assertIsNotNone(definitions.find(self.MODEL + "process"), "there is no process")

        def test_every_flow_leads_from_an_element_to_an_element(self):
            definitions = xml.parse(DEFINITION).getroot()
            ids = {element.get("id") for element in definitions.iter()}
            for flow in definitions.iter(self.MODEL + "sequenceFlow"):
                self.assertIn(flow.get("sourceRef"), ids, flow.get("id"))
                self.assertIn(flow.get("targetRef"), ids, flow.get("id"))

    """

  private static let serverlessWorkflowTests = """
        def test_the_definition_is_of_the_dsl_and_does_something(self):
            workflow = definition()
            self.assertRegex(workflow["document"]["dsl"], r"^1\\.")
            self.assertTrue(workflow["do"], "there are no tasks")
            for task in workflow["do"]:
                self.assertEqual(len(task), 1, f"each task is one name with what it does: {task}")

    """

  private static let scriptTests = """
        def test_the_script_reads(self):
            first = text(DEFINITION).split("\\n")[0]
            shell = re.search(r"\\b(sh|dash|bash|ksh)\\b", first)
            self.assertTrue(first.startswith("#!"), "the first line does not say what runs it")
            if shell:
                run = subprocess.run([shell[1], "-n", DEFINITION], capture_output=True, text=True)
                self.assertEqual(run.returncode, 0, run.stderr)

        def test_the_script_may_be_run(self):
            self.assertTrue(os.access(DEFINITION, os.X_OK), "chmod +x")

    """
}
