import Cryptography
import Workflows

/// The smallest definition of each engine: it is accepted, and does nothing.
extension Scaffold {
  var smallestDefinition: String {
    switch engine {
    case .n8n: n8n
    case .stepFunctions: stepFunctions
    case .githubActions: githubActions
    case .argo: argo
    case .logicApps: logicApps
    case .nodeRed: nodeRed
    case .bpmn: bpmn
    case .serverlessWorkflow: serverlessWorkflow
    case .script: script
    }
  }

  /// Source of the form: what n8n's editor downloads.
  private var n8n: String {
    """
    {
      "name": "\(name)",
      "nodes": [
        {
          "id": "\(identifier("start"))",
          "name": "Start",
          "type": "n8n-nodes-base.manualTrigger",
          "typeVersion": 1,
          "position": [0, 0],
          "parameters": {}
        }
      ],
      "connections": {},
      "settings": { "executionOrder": "v1", "executionTimeout": 300 }
    }
    """
  }

  /// Source of the form: Amazon States Language.
  private var stepFunctions: String {
    """
    {
      "Comment": "\(name)",
      "StartAt": "Nothing yet",
      "TimeoutSeconds": 300,
      "States": { "Nothing yet": { "Type": "Succeed" } }
    }
    """
  }

  private var githubActions: String {
    """
    name: "\(title)"

    on:
      workflow_dispatch:

    permissions: {}

    jobs:
      run:
        runs-on: ubuntu-24.04
        timeout-minutes: 10
        steps:
          - name: Nothing yet
            run: echo "this workflow does nothing yet"

    """
  }

  /// A pause of a second: an image would have to be pinned to content that nobody here has looked at.
  private var argo: String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: "\(name)"
    spec:
      entrypoint: main
      serviceAccountName: svc-\(name)
      activeDeadlineSeconds: 300
      templates:
        - name: main
          suspend:
            duration: "1"

    """
  }

  /// Source of the form: a Standard workflow, as the designer begins one.
  private var logicApps: String {
    """
    {
      "definition": {
        "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        "contentVersion": "1.0.0.0",
        "triggers": {},
        "actions": {},
        "outputs": {}
      },
      "kind": "Stateful"
    }
    """
  }

  private var nodeRed: String {
    """
    [
      { "id": "\(identifier("tab"))", "type": "tab", "label": "\(name)", "disabled": false, "info": "", "env": [] },
      {
        "id": "\(identifier("comment"))", "type": "comment", "z": "\(identifier("tab"))", "name": "Nothing yet", "info": "",
        "x": 120, "y": 60, "wires": []
      }
    ]
    """
  }

  private var bpmn: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
      xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
      xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="urn:workflow:\(name)">
      <bpmn:process id="workflow-\(name)" name="\(title)" isExecutable="true">
        <bpmn:startEvent id="start"><bpmn:outgoing>to-end</bpmn:outgoing></bpmn:startEvent>
        <bpmn:sequenceFlow id="to-end" sourceRef="start" targetRef="end"/>
        <bpmn:endEvent id="end" name="Nothing yet"><bpmn:incoming>to-end</bpmn:incoming></bpmn:endEvent>
      </bpmn:process>
      <bpmndi:BPMNDiagram id="diagram">
        <bpmndi:BPMNPlane id="plane" bpmnElement="workflow-\(name)">
          <bpmndi:BPMNShape id="start-shape" bpmnElement="start"><dc:Bounds x="160" y="80" width="36" height="36"/></bpmndi:BPMNShape>
          <bpmndi:BPMNShape id="end-shape" bpmnElement="end"><dc:Bounds x="280" y="80" width="36" height="36"/></bpmndi:BPMNShape>
          <bpmndi:BPMNEdge id="to-end-edge" bpmnElement="to-end">
            <di:waypoint x="196" y="98"/><di:waypoint x="280" y="98"/>
          </bpmndi:BPMNEdge>
        </bpmndi:BPMNPlane>
      </bpmndi:BPMNDiagram>
    </bpmn:definitions>

    """
  }

  private var serverlessWorkflow: String {
    """
    document:
      dsl: "1.0.0"
      namespace: default
      name: "\(name)"
      version: "0.1.0"
    timeout:
      after: PT5M
    do:
      - nothingYet:
          set:
            done: false

    """
  }

  private var script: String {
    """
    #!/bin/sh
    # What the scheduler starts. ENVIRONMENT names the environment: dev, test, prod.
    # The last door: without a valid release there, or after a kill, nothing runs.
    set -eu
    : "${ENVIRONMENT:?is not set}"
    cd "$(dirname "$0")"
    countersign admit \(name) --env "$ENVIRONMENT" --dir . --fresh 5m
    echo "\(name) does nothing yet"

    """
  }

  /// 16 hex digits, the form of Node-RED's ids: editors want ids that no other workflow has.
  private func identifier(_ part: String) -> String {
    String(SHA256Digest.hex(of: Array("\(name)/\(part)".utf8)).prefix(16))
  }
}
