package dev.pluto.engine.host;

import java.util.List;
import java.util.Optional;

/**
 * What became of one plugin archive.
 *
 * @param id the plugin's id; the file name where it has none
 * @param archive file name
 * @param provides what it adds, as "kind name": "operator pruning", "hardware onnxruntime-cpu"
 * @param problem why it, or a part of it, was not loaded
 */
public record PluginStatus(
    String id,
    String version,
    String description,
    String archive,
    List<String> provides,
    Optional<String> problem) {}
