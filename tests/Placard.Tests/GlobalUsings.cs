global using System.Globalization;
global using Placard.Tests.Harness;
global using Xunit;
