package dev.pluto.plugins.sequence;

/**
 * A sequence and the name of its class.
 *
 * @param name path within the data, such as {@code yes/3.wav}, or where it stands in a file
 */
record LabelledRecording(String name, String label, Recording recording) {}
