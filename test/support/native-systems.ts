import type { NativeFormat } from "../../src/core/ir/native/native-source.ts";

/** A small agent of our own in each format, as a team would keep it. Paths are below the folder. */
export const NATIVE_SYSTEMS: Readonly<Record<NativeFormat, Readonly<Record<string, string>>>> = {
  "claude-agents": {
    "agents/gardener.md": `---
name: gardener
description: Waters the plants. Use when: the soil is dry.
tools: Read, Grep
model: sonnet
color: green
---

You water plants.

Ask before you prune.
`,
    ".mcp.json": `{
  "mcpServers": {
    "weather": {
      "command": "npx",
      "args": ["-y", "weather-server@1.4.0"],
      "env": {
        "WEATHER_KEY": "\${WEATHER_KEY}"
      }
    },
    "soil": {
      "type": "http",
      "url": "https://soil.example.org/mcp"
    }
  }
}
`,
  },
  crewai: {
    "config/agents.yaml": `# Two people in the greenhouse.
botanist:
  role: >
    Botanist for {crop}
  goal: >
    Say what the plants lack,
    in one sentence
  backstory: |
    You have kept greenhouses for years.
    You never guess.
  llm: openai/gpt-4o-mini
  max_iter: 5
  tools:
    - SoilSensor
    - LeafCamera
scribe:
  role: Scribe
  goal: Write the report
  backstory: You write plainly.
  cache_handler: memory
`,
    "config/tasks.yaml": `inspect:
  description: Inspect the {crop}.
  expected_output: One sentence.
  agent: botanist
report:
  description: Write down what was found.
  expected_output: A page.
  agent: scribe
  context: [inspect]
  output_file: out/report.md
`,
    "crew.py": "print('sequential')\n",
  },
  autogen: {
    "team.json": `{
  "provider": "autogen_agentchat.teams.RoundRobinGroupChat",
  "component_type": "team",
  "version": 1,
  "config": {
    "participants": [
      {
        "provider": "autogen_agentchat.agents.AssistantAgent",
        "component_type": "agent",
        "config": {
          "name": "gardener",
          "description": "Waters plants.",
          "system_message": "You water plants.",
          "model_client": {
            "provider": "autogen_ext.models.openai.OpenAIChatCompletionClient",
            "component_type": "model",
            "config": {
              "model": "gpt-4o-mini",
              "temperature": 0.2
            }
          },
          "tools": [
            {
              "provider": "autogen_core.tools.FunctionTool",
              "component_type": "tool",
              "config": {
                "name": "water",
                "source_code": "def water(ml: int): return ml"
              }
            }
          ],
          "workbench": {
            "provider": "autogen_ext.tools.mcp.McpWorkbench",
            "component_type": "workbench",
            "config": {
              "server_params": {
                "type": "StdioServerParams",
                "command": "uvx",
                "args": ["weather-server==1.4.0"]
              }
            }
          }
        }
      }
    ],
    "termination_condition": {
      "provider": "autogen_agentchat.conditions.MaxMessageTermination",
      "component_type": "termination",
      "config": {
        "max_messages": 8
      }
    }
  }
}
`,
  },
  langgraph: {
    "langgraph.json": `{
  "dependencies": ["."],
  "graphs": {
    "greenhouse": "./src/graph.py:graph"
  },
  "env": {
    "LOG_STYLE": "plain"
  }
}
`,
    "src/graph.py": `from langgraph.graph import StateGraph
builder = StateGraph(dict)
builder.add_node("water", lambda state: state)
graph = builder.compile()
`,
    "prompts/water.md": `Water the plants.

Ask before you prune.
`,
  },
};
